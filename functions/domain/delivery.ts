/** A delivery: one message of an incident to one target, from claim to receipt. */
import type { Notice } from "./notice.ts";
import type { TargetRef } from "./policy.ts";
import { MINUTE_MS, SECOND_MS } from "./time.ts";
import type { Instant } from "./time.ts";

export type DeliveryState =
  /** Somebody is sending it, until `until`; after that it is unknown whether it was sent. */
  | { readonly name: "claimed"; readonly until: Instant }
  /** To be tried (again) at `nextAttemptAt`. */
  | { readonly name: "pending"; readonly nextAttemptAt: Instant; readonly error?: string }
  | { readonly name: "sent"; readonly at: Instant; readonly receipt: string }
  /** Refused for good, or not needed any more. */
  | { readonly name: "failed"; readonly at: Instant; readonly error: string }
  /** Not accepted within the policy's `retryFor`. */
  | { readonly name: "dead"; readonly at: Instant; readonly error: string };

export interface Delivery {
  readonly id: string;
  /** The incident's id and the group it is stored with. */
  readonly incidentId: string;
  readonly group: string;
  readonly purpose: "opening" | "ending";
  readonly target: TargetRef;
  readonly notice: Notice;
  readonly state: DeliveryState;
  /** Attempts that were begun. */
  readonly attempts: number;
  readonly createdAt: Instant;
}

/** How long a claim holds: longer than the slowest provider call, short enough to notice a crash soon. */
export const CLAIM_MS = MINUTE_MS;
const FIRST_RETRY_MS = 5 * SECOND_MS;
const LONGEST_RETRY_MS = 30 * MINUTE_MS;

/** One message of an incident to one target has one delivery: the id is what makes sending it idempotent. */
export function deliveryId(incidentId: string, purpose: Delivery["purpose"], target: TargetRef): string {
  return `${incidentId}!${purpose}!${encodeURIComponent(target.id)}`;
}

/** A delivery as a log may name it: of a phone number only the ends. */
export function deliveryLabel(id: string): string {
  return id.replace(/(sms%3A%2B\d{2})\d+(\d{2})$/, "$1…$2");
}

/** Whether a delivery's state will not change any more. */
export function isSettled(state: DeliveryState): boolean {
  return state.name === "sent" || state.name === "failed" || state.name === "dead";
}

/**
 * The wait before the next attempt: 5 s doubling to 30 min, longer where the provider asks for it, and up to a
 * fifth more so that many do not come back at once. `random` is uniform in [0, 1).
 */
export function retryDelayMs(attempts: number, retryAfterMs: number | undefined, random: number): number {
  const doubled = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
  return Math.round(Math.max(doubled, retryAfterMs ?? 0) * (1 + random / 5));
}
