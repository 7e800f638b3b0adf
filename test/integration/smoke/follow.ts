/** Follows a drill of a fake app, and gives what a person would have read. */
import { followDrill, type DrillRequest } from "../../../dev/smoke/follow-drill.ts";
import type { DrillOutcome } from "../../../dev/smoke/outcome.ts";
import type { Clock } from "../../../functions/application/ports.ts";
import { startFakeApp, type FakeApp, type Plan } from "./fake-app.ts";
import { makeVirtualClock } from "./virtual-clock.ts";

export const KEY = "k3y-0f-the-whole-app_AzFuUXQ==";

export interface Followed {
  readonly outcome: DrillOutcome;
  readonly lines: readonly string[];
  readonly text: string;
}

export type Wishes = Partial<Omit<DrillRequest, "print">>;

export interface Stage {
  readonly app: FakeApp;
  readonly clock: Clock;
  readonly follow: (wishes?: Wishes) => Promise<Followed>;
}

const apps = new Set<FakeApp>();

export async function setStage(plan?: Plan): Promise<Stage> {
  const clock = makeVirtualClock();
  const app = await startFakeApp(clock, plan);
  apps.add(app);
  return { app, clock, follow: (wishes) => follow({ url: app.url, clock, ...wishes }) };
}

/** For `afterEach`. */
export async function clearStage(): Promise<void> {
  await Promise.all([...apps].map((app) => app.stop()));
  apps.clear();
}

export async function follow(wishes: Wishes & Pick<DrillRequest, "url" | "clock">): Promise<Followed> {
  const lines: string[] = [];
  const outcome = await followDrill({
    key: KEY,
    receivers: [],
    look: { width: 100, paint: (_, text) => text },
    ...wishes,
    print: (line) => void lines.push(line),
  });
  return { outcome, lines, text: lines.join("\n") };
}
