/** A recorded change of an identity's state: what history, availability and the API are made of. */
import type { Identity } from "./identity.ts";
import type { Sequence } from "./sequence.ts";
import type { Instant } from "./time.ts";

export interface Transition {
  readonly identity: Identity;
  /**
   * What the identity became. `suspect` and `recovering` stay only where no outage was confirmed, or none was
   * over yet; `offline` and `online` after it are the confirmed ones.
   */
  readonly state: "online" | "suspect" | "offline" | "recovering" | "deleted";
  /** True time: the event's, never the timer's or the arrival's. */
  readonly at: Instant;
  /** The event that caused it; none for `deleted`. */
  readonly cause?: Sequence | undefined;
  /** When the product learnt of it. */
  readonly noticedAt: Instant;
  readonly source: "event" | "reconcile";
  /** The drop or return itself was hidden by the hub's snapshot: only its consequence is known. */
  readonly hidden?: true | undefined;
  /** Later evidence denied it; what was sent stands. */
  readonly retractedAt?: Instant | undefined;
}

/**
 * Two mentions of the same transition have the same key. The time stands for the life: sequence numbers may
 * start again when a device is re-created, and a tombstone learnt late then needs nothing to be moved.
 */
export function transitionKey(transition: Pick<Transition, "at" | "cause" | "state">): string {
  return `${String(transition.at).padStart(15, "0")}.${transition.cause ?? "-"}.${transition.state}`;
}
