/** The machine's clock, by which a drill is followed and the hooks wait. */
import { setTimeout as pause } from "node:timers/promises";

import type { Clock } from "../../functions/application/ports.ts";

export const machineClock: Clock = {
  now: Date.now,
  pause: (ms) => pause(ms),
};
