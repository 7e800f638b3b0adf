/** Gives up a delivery whose message cannot be handled: it is dead, and people hear of that. */
import { deadState, deliveryLabel, isSettled } from "../domain/delivery.ts";
import type { Delivery } from "../domain/delivery.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import { tellUndelivered } from "./tell-undelivered.ts";

/**
 * One that is settled already stays as it is. Repeating it changes nothing.
 * @param error why, in words for an operator.
 * @throws TransientError when the store or the queue cannot do it now.
 */
export async function giveUpDelivery(
  deps: Deps,
  incidentId: string,
  deliveryId: string,
  error: string,
): Promise<void> {
  await contend(deps, `giving up ${deliveryLabel(deliveryId)}`, async () => {
    const saved = await deps.store.deliveries.read(incidentId, deliveryId);
    if (saved === undefined) return "unknown";
    if (isSettled(saved.value.state)) {
      await tellUndelivered(deps, saved);
      return "settled";
    }
    const value: Delivery = { ...saved.value, state: deadState(saved.value, deps.clock.now(), error) };
    const version = await deps.store.deliveries.replace(value, saved.version);
    if (version === undefined) return "lost";
    await tellUndelivered(deps, { value, version });
    return "dead";
  });
}
