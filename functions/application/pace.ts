/** Gives each place its turns. Kept by each instance for itself: a provider's 429 speaks for all of them together. */
import { nextTurn } from "../domain/pace.ts";
import type { Instant } from "../domain/time.ts";

export interface Pace {
  /** The instant at which one more message may go to `target`, which is taken with that. */
  take(target: string, now: Instant): Instant;
}

export function makePace(): Pace {
  const taken = new Map<string, Instant>();
  return {
    take(target, now) {
      const { at, takenUntil } = nextTurn(taken.get(target), now);
      taken.set(target, takenUntil);
      return at;
    },
  };
}
