/**
 * How fast one place is written to: a few messages at once, and then one every two seconds, which is what a
 * Teams conversation takes (1,800 an hour) and more than a person reads. The generic cell rate algorithm.
 */
import { SECOND_MS } from "./time.ts";
import type { Instant } from "./time.ts";

/** Between two messages, on average. */
export const PACE_MS = 2 * SECOND_MS;
/** So many may go at once after a silence. */
export const AT_ONCE = 5;

/** When a place whose turns are taken until `takenUntil` has its next one, and until when they are taken then. */
export function nextTurn(
  takenUntil: Instant | undefined,
  now: Instant,
): { readonly at: Instant; readonly takenUntil: Instant } {
  const from = Math.max(takenUntil ?? now, now);
  return { at: Math.max(now, from - (AT_ONCE - 1) * PACE_MS), takenUntil: from + PACE_MS };
}
