/** How long a delayed message stays invisible, in what Storage Queues understand. */
import { DAY_MS, SECOND_MS } from "../../domain/time.ts";

/** Storage hides a message for at most seven days; a day is left for slow clocks. */
const furthestAheadMs = 6 * DAY_MS;

/**
 * Whole seconds, rounded up, because a deadline must never come early. Undefined for what lies more than six days ahead:
 * it is in the store, where the sweep finds it when it is due.
 */
export function visibilitySeconds(delayMs: number): number | undefined {
  if (delayMs > furthestAheadMs) return undefined;
  return Math.ceil(Math.max(delayMs, 0) / SECOND_MS);
}
