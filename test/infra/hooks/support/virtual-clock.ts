/** A clock on which pauses take no time and are counted. */
import type { Clock } from "../../../../functions/application/ports.ts";

export interface VirtualClock extends Clock {
  /** How much time has been waited away. */
  waitedMs(): number;
}

export function makeVirtualClock(): VirtualClock {
  const start = Date.UTC(2026, 10, 21, 9);
  let now = start;
  return {
    now: () => now,
    pause: async (ms) => void (now += ms),
    waitedMs: () => now - start,
  };
}
