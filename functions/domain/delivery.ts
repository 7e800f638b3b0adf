/** A delivery: one message of an incident to one target, from claim to receipt. */
import { isDrill } from "./drill.ts";
import type { Notice } from "./notice.ts";
import type { TargetRef } from "./policy.ts";
import { MINUTE_MS, SECOND_MS } from "./time.ts";
import type { Instant } from "./time.ts";

export type DeliveryState =
  /** Somebody is sending it, until `until`; after that it is unknown whether it was sent. */
  | { readonly name: "claimed"; readonly until: Instant }
  /** To be tried (again) at `nextAttemptAt`. */
  | {
      readonly name: "pending";
      readonly nextAttemptAt: Instant;
      readonly error?: string;
      /** It waited for its target's turn, which is then. */
      readonly paced?: true;
    }
  | { readonly name: "sent"; readonly at: Instant; readonly receipt: string }
  /** Refused for good, or not needed any more. */
  | { readonly name: "failed"; readonly at: Instant; readonly error: string }
  /** Not accepted within the policy's `retryFor`. `untold`: people have yet to hear of that. */
  | { readonly name: "dead"; readonly at: Instant; readonly error: string; readonly untold?: true };

export const PURPOSES = ["opening", "update", "edit", "ending"] as const;

/**
 * What people must notice is a message, or a reply where it belongs to one that can be edited: `opening`, `update`,
 * `ending`. An `edit` alters the message that is there.
 */
export type Purpose = (typeof PURPOSES)[number];

export interface Delivery {
  readonly id: string;
  /** The incident's id and the group it is stored with. */
  readonly incidentId: string;
  readonly group: string;
  readonly purpose: Purpose | "undelivered";
  /** Of an update or an edit: which of the incident's changes it tells of. */
  readonly revision?: number | undefined;
  readonly target: TargetRef;
  readonly notice: Notice;
  readonly state: DeliveryState;
  /** Attempts that were begun. */
  readonly attempts: number;
  readonly createdAt: Instant;
}

/** How long a claim holds: longer than the slowest sending (an SMS is looked for and sent, 10 s each), no more. */
export const CLAIM_MS = 30 * SECOND_MS;
const FIRST_RETRY_MS = 5 * SECOND_MS;
const LONGEST_RETRY_MS = 30 * MINUTE_MS;

/** One message of an incident to one target has one delivery: the id is what makes sending it idempotent. */
export function deliveryId(
  incidentId: string,
  purpose: Purpose,
  target: TargetRef,
  revision?: number,
): string {
  const which = revision === undefined ? purpose : `${purpose}-${String(revision).padStart(6, "0")}`;
  return `${incidentId}!${which}!${encodeURIComponent(target.id)}`;
}

/** The delivery with which the message began to which this one belongs; undefined for one that begins a message. */
export function beginningOf({ incidentId, purpose, target }: Delivery): string | undefined {
  if (purpose === "opening" || purpose === "undelivered") return undefined;
  return deliveryId(incidentId, "opening", target);
}

/** One message says that a target was not reached, to each target that is told of it. */
export function undeliveredId(
  { incidentId, target }: Pick<Delivery, "incidentId" | "target">,
  to: TargetRef,
): string {
  return `${incidentId}!undelivered!${encodeURIComponent(target.id)}!${encodeURIComponent(to.id)}`;
}

/** A delivery's id, or a text with such ids, as people may see it: of a phone number only the ends. */
export function deliveryLabel(text: string): string {
  return text.replaceAll(/(sms%3A%2B\d{2})\d+(\d{2})(?!\d)/g, "$1…$2");
}

/** The state of a delivery that nobody will try any more. */
export function deadState(delivery: Delivery, at: Instant, error: string): DeliveryState {
  // One that says so itself and reaches nobody is only logged: there is no end to that otherwise. Who drills looks.
  // An edit that is lost is made good by the next.
  const isMinor = delivery.purpose === "undelivered" || delivery.purpose === "edit";
  return isMinor || isDrill(delivery.notice)
    ? { name: "dead", at, error }
    : { name: "dead", at, error, untold: true };
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
