/** Time that passes only where somebody waits: a drill of two minutes is followed in no time. */
import type { Clock } from "../../../functions/application/ports.ts";

export interface VirtualClock extends Clock {
  /** How much time has been waited away. */
  waitedMs(): number;
}

const START = Date.parse("2026-11-21T09:00:00.000Z");

export function makeVirtualClock(): VirtualClock {
  let now = START;
  return {
    now: () => now,
    pause: async (ms) => void (now += ms),
    waitedMs: () => now - START,
  };
}
