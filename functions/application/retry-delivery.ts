/** Takes up a delivery again: when its next attempt is due, when its claim has run out, or when it was woken. */
import { CLAIM_MS, beginningOf, deliveryLabel } from "../domain/delivery.ts";
import type { Delivery, DeliveryState } from "../domain/delivery.ts";
import { SECOND_MS } from "../domain/time.ts";
import type { Instant } from "../domain/time.ts";
import { attemptDelivery } from "./attempt-delivery.ts";
import type { Deps } from "./deps.ts";
import { giveUpDelivery } from "./give-up-delivery.ts";
import type { Saved } from "./ports.ts";
import { scheduleAttempt } from "./schedule-attempt.ts";
import { tellUndelivered } from "./tell-undelivered.ts";

/** How much earlier than its instant a message may come by another machine's clock. */
const EARLY_MS = SECOND_MS;
/** How much later than its turn a message may come, by a queue that is polled. */
const MISSED_MS = 10 * SECOND_MS;

type Pending = Extract<DeliveryState, { name: "pending" }>;

/** Why there is no attempt now. */
type NoAttempt =
  | "unknownDelivery"
  | "settled"
  | "claimed"
  | "claimedMeanwhile"
  | "notDue"
  | "waitsForTurn"
  | "waitsForOpening"
  | "openingRefused"
  | "overtaken";

/** @throws TransientError when the store or the queue cannot do it now. */
export async function retryDelivery(deps: Deps, incidentId: string, id: string): Promise<void> {
  const saved = await deps.store.deliveries.read(incidentId, id);
  if (saved === undefined) return report(deps, id, "unknownDelivery");
  const opening = await openingOf(deps, saved.value);
  const now = deps.clock.now();
  const { state } = saved.value;
  switch (state.name) {
    case "dead":
      await tellUndelivered(deps, saved);
      return report(deps, id, "settled");
    case "sent":
    case "failed":
      return report(deps, id, "settled");
    case "claimed":
      if (state.until > now) return report(deps, id, "claimed");
      // Where no attempt ever comes to an end, trying on would have none either.
      if (now >= saved.value.createdAt + deps.policy.retryForMs) {
        return giveUpDelivery(deps, incidentId, id, "no attempt came to an end");
      }
      return attempt(deps, saved);
    case "pending":
      if (opening === "unsettled") return waitForOpening(deps, saved);
      if (opening === "refused") return drop(deps, saved, "openingRefused", "its opening was never accepted");
      if (await isOvertaken(deps, saved.value)) {
        return drop(deps, saved, "overtaken", "the incident has gone on since");
      }
      if (state.nextAttemptAt > now + EARLY_MS) return report(deps, id, "notDue");
      return hasTurn(state, now) ? attempt(deps, saved) : attemptInTurn(deps, saved);
    default:
      return state satisfies never;
  }
}

function report(deps: Deps, id: string, reason: NoAttempt): void {
  deps.log.info("delivery", { delivery: deliveryLabel(id), reason });
}

/** What became of the opening that anything else of the incident must follow; undefined for what follows nothing. */
async function openingOf(
  deps: Deps,
  delivery: Delivery,
): Promise<"sent" | "refused" | "unsettled" | undefined> {
  const beginning = beginningOf(delivery);
  if (beginning === undefined) return undefined;
  const opening = await deps.store.deliveries.read(delivery.incidentId, beginning);
  const name = opening?.value.state.name;
  if (name === "failed" || name === "dead") return "refused";
  return name === "sent" ? "sent" : "unsettled";
}

/** A turn that passed while nobody was there is gone: others have had theirs since, and all would come at once. */
function hasTurn({ paced, nextAttemptAt }: Pending, now: Instant): boolean {
  return paced === true && now < nextAttemptAt + MISSED_MS;
}

/** Many that wait for the same target do not go at once: each waits for its turn. */
async function attemptInTurn(deps: Deps, saved: Saved<Delivery>): Promise<void> {
  const now = deps.clock.now();
  const nextAttemptAt = deps.pace.take(saved.value.target.id, now);
  if (nextAttemptAt <= now) return attempt(deps, saved);
  const next: Delivery = { ...saved.value, state: { name: "pending", nextAttemptAt, paced: true } };
  if ((await deps.store.deliveries.replace(next, saved.version)) !== undefined) {
    await scheduleAttempt(deps, next, nextAttemptAt);
  }
  report(deps, saved.value.id, "waitsForTurn");
}

async function attempt(deps: Deps, { value, version }: Saved<Delivery>): Promise<void> {
  const until = deps.clock.now() + CLAIM_MS;
  const claimed: Delivery = { ...value, state: { name: "claimed", until }, attempts: value.attempts + 1 };
  const written = await deps.store.deliveries.replace(claimed, version);
  if (written === undefined) return report(deps, value.id, "claimedMeanwhile");
  await attemptDelivery(deps, { value: claimed, version: written });
}

async function waitForOpening(deps: Deps, { value, version }: Saved<Delivery>): Promise<void> {
  const now = deps.clock.now();
  if (value.state.name === "pending" && value.state.nextAttemptAt > now) {
    return report(deps, value.id, "waitsForOpening");
  }
  const nextAttemptAt = now + CLAIM_MS;
  const next: Delivery = { ...value, state: { name: "pending", nextAttemptAt } };
  if ((await deps.store.deliveries.replace(next, version)) !== undefined)
    await scheduleAttempt(deps, next, nextAttemptAt);
  report(deps, value.id, "waitsForOpening");
}

/** What changed meanwhile is told by what came after it: an ending, or a later one of its kind. */
async function isOvertaken({ store }: Deps, { purpose, revision, incidentId }: Delivery): Promise<boolean> {
  if (purpose !== "update" && purpose !== "edit") return false;
  const incident = (await store.incidents.read(incidentId))?.value;
  if (incident?.state.name === "resolved") return true;
  const { revision: last = 0, update = 0 } = incident?.changes ?? {};
  return (purpose === "edit" ? last : update) > (revision ?? 0);
}

/** Nobody gets an ending without an opening, or hears of a change after the end. */
async function drop(
  deps: Deps,
  { value, version }: Saved<Delivery>,
  reason: "openingRefused" | "overtaken",
  error: string,
): Promise<void> {
  const state = { name: "failed", at: deps.clock.now(), error } as const;
  await deps.store.deliveries.replace({ ...value, state }, version);
  report(deps, value.id, reason);
}
