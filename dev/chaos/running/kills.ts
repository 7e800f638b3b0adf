/** The killer: ends apps at random moments and has them started again at once; a second one comes and goes beside the first. */
import { setTimeout as pause } from "node:timers/promises";

import type { Instant } from "../../../functions/domain/time.ts";
import type { Chance } from "../../outbox/chance.ts";
import type { App } from "./app.ts";

export interface KillPlan {
  /** In order of time. */
  readonly kills: readonly Instant[];
  /** When the second app comes, and when it goes, in turn. */
  readonly turns: readonly Instant[];
}

/** How often the second one comes or goes. */
const TURN_MS = 15_000;
/** How often an app is killed while it starts. */
const ON_ITS_WAY = 0.1;
/** How long an app works at most before a kill that is late. */
const RESPITE_MS = 2_000;
const LOOK_MS = 20;

/** `count` kills between the two, each moment as likely as any other. */
export function planKills(count: number, from: Instant, until: Instant, chance: Chance): KillPlan {
  const kills = Array.from({ length: count }, () => chance.between(from, until));
  const turns: Instant[] = [];
  for (let at = from; at < until; at += chance.between(TURN_MS / 3, TURN_MS)) turns.push(at);
  return { kills: kills.toSorted((a, b) => a - b), turns };
}

/**
 * Follows the plan, and falls behind it rather than kill an app that has not come up since the last kill (but now and then).
 * @returns how many were killed.
 */
export async function killAlong(
  plan: KillPlan,
  [first, second]: readonly [App, App],
  chance: Chance,
): Promise<number> {
  const starts: Promise<unknown>[] = [];
  const start = (app: App): void => void starts.push(app.start());
  let killed = 0;
  const kill = async (): Promise<void> => {
    if (!chance.happens(ON_ITS_WAY)) {
      await untilUp([first, second]);
      await pause(chance.between(0, RESPITE_MS));
    }
    const victim = second.isStarted() && chance.happens(0.5) ? second : first;
    if (await victim.kill()) killed += 1;
    start(victim);
  };
  const turn = async (): Promise<void> => {
    if (second.isStarted()) await second.stop();
    else start(second);
  };
  const acts = [
    ...plan.kills.map((at) => ({ at, act: kill })),
    ...plan.turns.map((at) => ({ at, act: turn })),
  ];
  for (const { at, act } of acts.toSorted((a, b) => a.at - b.at)) {
    await pause(Math.max(0, at - Date.now()));
    await act();
  }
  await Promise.all(starts);
  return killed;
}

async function untilUp(apps: readonly App[]): Promise<void> {
  while (apps.every((app) => app.url() === undefined)) await pause(LOOK_MS);
}
