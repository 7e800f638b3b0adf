/** One attempt of a claimed delivery, and what its outcome means for the next. */
import {
  beginningOf,
  deadState,
  deliveryId,
  deliveryLabel,
  isSettled,
  retryDelayMs,
} from "../domain/delivery.ts";
import type { Delivery, DeliveryState } from "../domain/delivery.ts";
import { resolveTarget } from "../domain/policy.ts";
import { SECOND_MS } from "../domain/time.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import type { Saved, SendOutcome, SendRequest, Version } from "./ports.ts";
import { scheduleAttempt } from "./schedule-attempt.ts";
import { tellUndelivered } from "./tell-undelivered.ts";

/**
 * Sends a delivery that the caller has claimed and records what became of it. A provider's failure is a stored
 * next attempt and a delayed message; losing the claim meanwhile is logged and left to whoever took it.
 * @returns what became of it, as far as this attempt may say so.
 */
export async function attemptDelivery(
  deps: Deps,
  { value, version }: Saved<Delivery>,
): Promise<DeliveryState> {
  const begunAt = deps.clock.now();
  const outcome = await send(deps, value);
  const state = stateAfter(deps, value, outcome);
  const next = { ...value, state };
  const written = await record(deps, next, version);
  const { id, target, attempts } = value;
  deps.log.info("delivery", {
    delivery: deliveryLabel(id),
    channel: target.channel,
    attempts,
    reason: outcome.name,
    state: state.name,
    ...("error" in state ? { error: state.error } : {}),
  });
  if (written === undefined) return value.state;
  if (state.name === "pending") await scheduleAttempt(deps, next, state.nextAttemptAt);
  if (state.name === "dead") await tellUndelivered(deps, { value: next, version: written });
  if (value.purpose === "opening" && isSettled(state)) {
    const tookLong = attempts > 1 || deps.clock.now() - begunAt > SECOND_MS;
    if (tookLong) await wakeEnding(deps, value);
  }
  return state;
}

/**
 * What was sent must be known to be, or it is sent again: a store that fails is asked again, and a race that seems lost
 * may have been lost to our own write.
 * @returns undefined when somebody else has taken the delivery up meanwhile.
 */
async function record(deps: Deps, next: Delivery, version: Version): Promise<Version | undefined> {
  const { deliveries } = deps.store;
  const { version: written } = await contend(deps, deliveryLabel(next.id), async () => {
    const replaced = await deliveries.replace(next, version);
    if (replaced !== undefined) return { version: replaced };
    const saved = await deliveries.read(next.incidentId, next.id);
    const isOurs = saved?.value.attempts === next.attempts && saved.value.state.name === next.state.name;
    return { version: isOurs ? saved.version : undefined };
  });
  return written;
}

async function send(deps: Deps, delivery: Delivery): Promise<SendOutcome> {
  const { target, notice, attempts, createdAt } = delivery;
  const resolved = resolveTarget(target, deps.policy);
  if (resolved === undefined) return { name: "permanent", error: "the policy has no such receiver any more" };
  // Any earlier attempt may have been accepted without our hearing of it.
  const unknown = attempts > 1 ? { unknownSince: createdAt } : {};
  const message = target.edits === true ? await messageOf(deps, delivery) : undefined;
  return deps.sender.send({ target: resolved, notice, ...unknown, ...(message && { message }) });
}

/** The message to which it belongs, where that is there already. */
async function messageOf({ store }: Deps, delivery: Delivery): Promise<SendRequest["message"]> {
  const beginning = beginningOf(delivery);
  if (beginning === undefined) return undefined;
  const state = (await store.deliveries.read(delivery.incidentId, beginning))?.value.state;
  return state?.name === "sent"
    ? { receipt: state.receipt, quietly: delivery.purpose === "edit" }
    : undefined;
}

function stateAfter(deps: Deps, delivery: Delivery, outcome: SendOutcome): DeliveryState {
  const { attempts, createdAt } = delivery;
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
      return dead ? deadState(delivery, at, error) : { name: "pending", nextAttemptAt, error };
    }
    default:
      return outcome satisfies never;
  }
}

/**
 * An ending that waited for this opening is due now. One that was tried already has a wait of its own. An opening
 * that went at once is not looked for: an ending that came within that second comes by its own timer.
 */
async function wakeEnding(deps: Deps, { incidentId, target }: Delivery): Promise<void> {
  const ending = await deps.store.deliveries.read(incidentId, deliveryId(incidentId, "ending", target));
  if (ending?.value.state.name !== "pending" || ending.value.attempts > 0) return;
  const nextAttemptAt = deps.clock.now();
  const due: Delivery = { ...ending.value, state: { name: "pending", nextAttemptAt } };
  await deps.store.deliveries.replace(due, ending.version);
  await scheduleAttempt(deps, due, nextAttemptAt);
}
