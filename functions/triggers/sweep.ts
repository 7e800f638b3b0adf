/** Each minute: takes up what no message came for. */
import type { TimerHandler } from "@azure/functions";

export interface TimerApp {
  timer(name: string, options: { schedule: string; handler: TimerHandler }): void;
}

/** At the start of every minute. */
const SCHEDULE = "0 * * * * *";

export function registerSweep(app: TimerApp, sweep: () => Promise<void>): void {
  app.timer("sweep", { schedule: SCHEDULE, handler: sweep });
}
