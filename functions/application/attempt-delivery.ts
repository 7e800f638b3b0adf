/** One attempt of a claimed delivery, and what its outcome means for the next. */
import { deliveryId, deliveryLabel, isSettled, retryDelayMs } from "../domain/delivery.ts";
import type { Delivery, DeliveryState } from "../domain/delivery.ts";
import { resolveTarget } from "../domain/policy.ts";
import type { Instant } from "../domain/time.ts";
import type { Deps } from "./deps.ts";
import type { Saved, SendOutcome } from "./ports.ts";

/**
 * Sends a delivery that the caller has claimed and records what became of it. A provider's failure is a stored
 * next attempt and a delayed message; losing the claim meanwhile is logged and left to whoever took it.
 */
export async function attemptDelivery(deps: Deps, { value, version }: Saved<Delivery>): Promise<void> {
  const outcome = await send(deps, value);
  const state = stateAfter(deps, value, outcome);
  const next = { ...value, state };
  const written = await deps.store.deliveries.replace(next, version);
  const { id, target, attempts } = value;
  deps.log.info("delivery", {
    delivery: deliveryLabel(id),
    channel: target.channel,
    attempts,
    reason: outcome.name,
    state: state.name,
    ...("error" in state ? { error: state.error } : {}),
  });
  if (written === undefined) return;
  if (state.name === "pending") await retryAt(deps, next, state.nextAttemptAt);
  if (value.purpose === "opening" && isSettled(state)) await wakeEnding(deps, value);
}

/** Sets the timer of a delivery's next attempt. */
export async function retryAt(deps: Deps, { id, incidentId }: Delivery, at: Instant): Promise<void> {
  const delayMs = Math.max(0, at - deps.clock.now());
  await deps.queues.sendNotification({ delivery: id, incidentId, at }, delayMs);
}

async function send(deps: Deps, { target, notice, attempts, createdAt }: Delivery): Promise<SendOutcome> {
  const resolved = resolveTarget(target, deps.policy);
  if (resolved === undefined) return { name: "permanent", error: "the policy has no such receiver any more" };
  // Any earlier attempt may have been accepted without our hearing of it.
  const unknown = attempts > 1 ? { unknownSince: createdAt } : {};
  return deps.sender.send({ target: resolved, notice, ...unknown });
}

function stateAfter(deps: Deps, { attempts, createdAt }: Delivery, outcome: SendOutcome): DeliveryState {
  const at = deps.clock.now();
  switch (outcome.name) {
    case "accepted":
      return { name: "sent", at, receipt: outcome.receipt };
    case "permanent":
      return { name: "failed", at, error: outcome.error };
    case "transient": {
      const { error } = outcome;
      const nextAttemptAt = at + retryDelayMs(attempts, outcome.retryAfterMs, deps.random());
      const dead = nextAttemptAt >= createdAt + deps.policy.retryForMs;
      return dead ? { name: "dead", at, error } : { name: "pending", nextAttemptAt, error };
    }
    default:
      return outcome satisfies never;
  }
}

/** An ending that waited for this opening is due now. One that was tried already has a wait of its own. */
async function wakeEnding(deps: Deps, { incidentId, target }: Delivery): Promise<void> {
  const ending = await deps.store.deliveries.read(incidentId, deliveryId(incidentId, "ending", target));
  if (ending?.value.state.name !== "pending" || ending.value.attempts > 0) return;
  const nextAttemptAt = deps.clock.now();
  const due: Delivery = { ...ending.value, state: { name: "pending", nextAttemptAt } };
  await deps.store.deliveries.replace(due, ending.version);
  await retryAt(deps, due, nextAttemptAt);
}
