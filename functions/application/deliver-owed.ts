/** Hands an incident's message to each of its targets: one delivery each, claimed by being created. */
import { CLAIM_MS, deliveryId, isSettled } from "../domain/delivery.ts";
import type { Delivery, DeliveryState } from "../domain/delivery.ts";
import type { Incident, OwedMessages } from "../domain/incident.ts";
import type { TargetRef } from "../domain/policy.ts";
import { attemptDelivery, retryAt } from "./attempt-delivery.ts";
import type { Deps } from "./deps.ts";

/** Repeating it sends nothing twice: a delivery that exists is somebody's already. */
export async function deliverOwed(deps: Deps, incident: Incident, owed: OwedMessages): Promise<void> {
  const outcomes = await Promise.allSettled(
    owed.targets.map((target) => deliver(deps, incident, owed, target)),
  );
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function deliver(deps: Deps, incident: Incident, owed: OwedMessages, target: TargetRef): Promise<void> {
  const { purpose, notice } = owed;
  const createdAt = deps.clock.now();
  const state = await firstState(deps, incident, purpose, target);
  if (state === undefined) return;
  const claimed = state.name === "claimed";
  const delivery: Delivery = {
    id: deliveryId(incident.id, purpose, target),
    incidentId: incident.id,
    group: incident.group,
    purpose,
    target,
    notice,
    state,
    attempts: claimed ? 1 : 0,
    createdAt,
  };
  const version = await deps.store.deliveries.create(delivery);
  if (version === undefined) return;
  if (claimed) await attemptDelivery(deps, { value: delivery, version });
  else await retryAt(deps, delivery, state.nextAttemptAt);
}

type FirstState = Extract<DeliveryState, { name: "claimed" | "pending" }>;

/** An ending waits for its opening, and is not needed where the opening was never accepted. */
async function firstState(
  deps: Deps,
  incident: Incident,
  purpose: Delivery["purpose"],
  target: TargetRef,
): Promise<FirstState | undefined> {
  const now = deps.clock.now();
  const claimed = { name: "claimed", until: now + CLAIM_MS } as const;
  if (purpose === "opening") return claimed;
  const opening = await deps.store.deliveries.read(incident.id, deliveryId(incident.id, "opening", target));
  const state = opening?.value.state;
  if (state === undefined || !isSettled(state)) return { name: "pending", nextAttemptAt: now + CLAIM_MS };
  return state.name === "sent" ? claimed : undefined;
}
