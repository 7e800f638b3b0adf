/** The machine's clock, as the hooks wait by it. */
import { setTimeout as pause } from "node:timers/promises";

import type { Clock } from "../../functions/application/ports.ts";

export const machineClock: Clock = {
  now: Date.now,
  pause: (ms) => pause(ms),
};
