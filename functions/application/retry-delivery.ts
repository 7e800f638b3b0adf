/** Takes up a delivery again: when its next attempt is due, when its claim has run out, or when it was woken. */
import { CLAIM_MS, deliveryId, deliveryLabel } from "../domain/delivery.ts";
import type { Delivery } from "../domain/delivery.ts";
import { SECOND_MS } from "../domain/time.ts";
import { attemptDelivery, retryAt } from "./attempt-delivery.ts";
import type { Deps } from "./deps.ts";
import type { Saved } from "./ports.ts";

/** How much earlier than its instant a message may come by another machine's clock. */
const EARLY_MS = SECOND_MS;

/** @throws TransientError when the store or the queue cannot do it now. */
export async function retryDelivery(deps: Deps, incidentId: string, id: string): Promise<void> {
  const saved = await deps.store.deliveries.read(incidentId, id);
  if (saved === undefined) return report(deps, id, "unknownDelivery");
  const opening = await openingOf(deps, saved.value);
  const now = deps.clock.now();
  const { state } = saved.value;
  switch (state.name) {
    case "sent":
    case "failed":
    case "dead":
      return report(deps, id, "settled");
    case "claimed":
      if (state.until > now) return report(deps, id, "claimed");
      return attempt(deps, saved);
    case "pending":
      if (opening === "unsettled") return waitForOpening(deps, saved);
      if (opening === "refused") return drop(deps, saved);
      if (state.nextAttemptAt > now + EARLY_MS) return report(deps, id, "notDue");
      return attempt(deps, saved);
    default:
      return state satisfies never;
  }
}

function report(deps: Deps, id: string, reason: string): void {
  deps.log.info("delivery", { delivery: deliveryLabel(id), reason });
}

/** What became of the opening that an ending must follow; undefined for an opening itself. */
async function openingOf(
  deps: Deps,
  { purpose, incidentId, target }: Delivery,
): Promise<"sent" | "refused" | "unsettled" | undefined> {
  if (purpose === "opening") return undefined;
  const opening = await deps.store.deliveries.read(incidentId, deliveryId(incidentId, "opening", target));
  const name = opening?.value.state.name;
  if (name === "failed" || name === "dead") return "refused";
  return name === "sent" ? "sent" : "unsettled";
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
    await retryAt(deps, next, nextAttemptAt);
  report(deps, value.id, "waitsForOpening");
}

/** Nobody gets an ending without an opening. */
async function drop(deps: Deps, { value, version }: Saved<Delivery>): Promise<void> {
  const state = { name: "failed", at: deps.clock.now(), error: "its opening was never accepted" } as const;
  await deps.store.deliveries.replace({ ...value, state }, version);
  report(deps, value.id, "openingRefused");
}
