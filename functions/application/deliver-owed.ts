/** Hands an incident's message to each of its targets: one delivery each, claimed by being created. */
import { CLAIM_MS, deliveryId, isSettled } from "../domain/delivery.ts";
import type { Delivery, DeliveryState } from "../domain/delivery.ts";
import type { Incident, OwedMessages } from "../domain/incident.ts";
import type { TargetRef } from "../domain/policy.ts";
import { attemptDelivery } from "./attempt-delivery.ts";
import type { Deps } from "./deps.ts";
import { scheduleAttempt } from "./schedule-attempt.ts";

/**
 * Repeating it sends nothing twice: a delivery that exists is somebody's already.
 * @returns the ids of the targets that this call reached at once.
 */
export async function deliverOwed(
  deps: Deps,
  incident: Incident,
  owed: OwedMessages,
): Promise<ReadonlySet<string>> {
  const outcomes = await Promise.allSettled(
    owed.targets.map((target) => deliver(deps, incident, owed, target)),
  );
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  const reached = owed.targets.filter((_target, index) => {
    const outcome = outcomes[index];
    return outcome?.status === "fulfilled" && outcome.value;
  });
  return new Set(reached.map(({ id }) => id));
}

/** @returns whether its provider took it. */
async function deliver(
  deps: Deps,
  incident: Incident,
  { purpose, revision, notice }: OwedMessages,
  target: TargetRef,
): Promise<boolean> {
  const createdAt = deps.clock.now();
  const state = await firstState(deps, incident, purpose, target);
  if (state === undefined) return false;
  const claimed = state.name === "claimed";
  const delivery: Delivery = {
    id: deliveryId(incident.id, purpose, target, revision),
    incidentId: incident.id,
    group: incident.group,
    purpose,
    ...(revision === undefined ? {} : { revision }),
    target,
    notice,
    state,
    attempts: claimed ? 1 : 0,
    createdAt,
  };
  const version = await deps.store.deliveries.create(delivery);
  if (version === undefined) return false;
  if (claimed) return (await attemptDelivery(deps, { value: delivery, version })).name === "sent";
  await scheduleAttempt(deps, delivery, state.nextAttemptAt);
  return false;
}

type FirstState = Extract<DeliveryState, { name: "claimed" | "pending" }>;

/** Anything else waits for the opening, and is not needed where that was never accepted. */
async function firstState(
  deps: Deps,
  incident: Incident,
  purpose: OwedMessages["purpose"],
  target: TargetRef,
): Promise<FirstState | undefined> {
  const accepted = incident.told.some((told) => told.target.id === target.id && told.accepted === true);
  if (purpose === "opening" || accepted) return inTurn(deps, target);
  const opening = await deps.store.deliveries.read(incident.id, deliveryId(incident.id, "opening", target));
  const state = opening?.value.state;
  if (state === undefined || !isSettled(state)) {
    return { name: "pending", nextAttemptAt: deps.clock.now() + CLAIM_MS };
  }
  return state.name === "sent" ? inTurn(deps, target) : undefined;
}

/** Sent at once, unless the target has just got so many that this one has to wait. */
function inTurn({ clock, pace }: Deps, target: TargetRef): FirstState {
  const now = clock.now();
  const turn = pace.take(target.id, now);
  return turn > now
    ? { name: "pending", nextAttemptAt: turn, paced: true }
    : { name: "claimed", until: now + CLAIM_MS };
}
