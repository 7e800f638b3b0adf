/** The proof that a deployment works: one drill through the real queues. What passes by itself is waited for. */
import { followDrill } from "../../../dev/smoke/follow-drill.ts";
import type { DrillRequest } from "../../../dev/smoke/follow-drill.ts";
import type { DrillOutcome } from "../../../dev/smoke/outcome.ts";

/** Right after a deployment these are the platform's, which knows neither the name nor the key everywhere yet. */
const PASSING: ReadonlySet<DrillOutcome["trouble"]> = new Set(["unreachable", "notLinewatch", "keyRefused"]);
const PATIENCE_MS = 120_000;
const PAUSE_MS = 5_000;

type Request = Omit<DrillRequest, "print">;

export interface Drilled {
  readonly outcome: DrillOutcome;
  /** The last attempt's report. */
  readonly lines: readonly string[];
}

export async function drillDeployment(request: Request): Promise<Drilled> {
  const { clock } = request;
  const until = clock.now() + PATIENCE_MS;
  for (;;) {
    const lines: string[] = [];
    const outcome = await followDrill({ ...request, print: (line) => void lines.push(line) });
    // One that has begun is not begun again: its receivers would be told twice.
    const mayPass = outcome.drill === null && PASSING.has(outcome.trouble);
    if (!mayPass || clock.now() >= until) return { outcome, lines };
    await clock.pause(PAUSE_MS);
  }
}
