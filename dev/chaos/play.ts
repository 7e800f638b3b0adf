/** The course of a run: everything fails and is killed while the fleet's events come; then calm, until nothing is left to do. */
import { SECOND_MS } from "../../functions/domain/time.ts";
import { makeEventSender } from "../embedded/event-queue.ts";
import { makeChance } from "../outbox/chance.ts";
import type { Chance } from "../outbox/chance.ts";
import type { Difference, Facts, Truth } from "./compare/facts.ts";
import type { Simulation } from "./fleet/simulate.ts";
import type { ChaosOptions } from "./options.ts";
import type { App } from "./running/app.ts";
import { deliverAll } from "./running/deliver.ts";
import type { Delivered } from "./running/deliver.ts";
import { countMessages, drain, settle } from "./running/drain.ts";
import type { Drained } from "./running/drain.ts";
import { killAlong, planKills } from "./running/kills.ts";
import type { Parts } from "./running/parts.ts";
import { failProviders, spareProviders } from "./running/provider-faults.ts";
import { readApp } from "./seen/read-app.ts";
import { readMessages } from "./seen/read-messages.ts";
import { ANNOUNCED_MS, GRACE_MS, LEARNT_MS, RECOVERY_MS } from "./tempo.ts";
import { tellStory } from "./truth/story.ts";

/** Of the calls of store and providers that fail. */
export const RATE = 0.2;
/** After the last event and the last kill, with faults: the graces of the last outages end, and they are told. */
const SETTLE_MS = GRACE_MS + 3 * SECOND_MS;

export interface Played {
  readonly facts: Facts;
  readonly delivered: Delivered;
  readonly drained: Drained;
  /** By kind. */
  readonly storeFaults: ReadonlyMap<string, number>;
  readonly providerFaults: ReadonlyMap<string, number>;
  /** Messages in poison queues in the end. */
  readonly poison: number;
  /** What is wrong whatever the truth is. */
  readonly differences: readonly Difference[];
}

/** The first of `apps` runs, and both can be started. */
export async function play(
  options: ChaosOptions,
  simulation: Simulation,
  parts: Parts,
  apps: readonly [App, App],
): Promise<Played> {
  const { outbox, queues, store, clock } = parts;
  const { delivered, kills } = await disturb(options, simulation, parts, apps);
  note(`${kills} kills later all events are delivered. Calm from here on, until nothing is left to do.`);
  await Promise.all(apps.map((app) => app.stop()));
  const { counts: providerFaults, unheardCards } = await spareProviders(outbox);
  const storeFaults = await store.spare();
  const [app] = apps;
  const drained = await drain({ app, store, queues, clock });
  note("Comparing.");
  const facts: Facts = {
    truth: truthOf(simulation, delivered),
    app: await readApp(app.url() ?? ""),
    messages: readMessages(await (await fetch(`${outbox}/messages`)).json()),
    kills,
    unheardCards,
  };
  const poison = await countPoison(queues);
  const differences = differencesOf(drained, apps);
  return { facts, delivered, drained, storeFaults, providerFaults, poison, differences };
}

/** For whoever waits. */
function note(words: string): void {
  console.error(`${new Date().toTimeString().slice(0, 8)}  ${words}`);
}

/** Everything that goes wrong goes wrong here. */
async function disturb(
  options: ChaosOptions,
  simulation: Simulation,
  { outbox, queues }: Parts,
  apps: readonly [App, App],
): Promise<{ readonly delivered: Delivered; readonly kills: number }> {
  const chance = makeChance(options.seed + 1);
  await failProviders(outbox, RATE, options.seed);
  note(`The fleet plays for ${Math.round((simulation.until - Date.now()) / SECOND_MS)} s.`);
  const plan = planKills(options.kills, Date.now(), simulation.until, chance);
  const ways = { send: makeEventSender(queues), appUrl: () => anyUrl(apps, chance) };
  const [delivered, kills] = await Promise.all([
    deliverAll(simulation.deliveries, ways),
    killAlong(plan, apps, chance),
  ]);
  await settle(queues, SETTLE_MS);
  return { delivered, kills };
}

function anyUrl(apps: readonly App[], chance: Chance): string | undefined {
  const up = apps.flatMap((app) => app.url() ?? []);
  return up.length === 0 ? undefined : chance.pick(up);
}

async function countPoison(queues: string): Promise<number> {
  const counts = [...(await countMessages(queues))].filter(([name]) => name.endsWith("-poison"));
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

function differencesOf({ left }: Drained, apps: readonly App[]): Difference[] {
  const crashes = apps.reduce((sum, one) => sum + one.crashes(), 0);
  return [
    ...left.map((words) => `left undone in the end: ${words}`),
    ...(crashes === 0 ? [] : [`an app ended by itself ${crashes} times`]),
  ];
}

function truthOf({ members, events }: Simulation, { handedOverAt }: Delivered): Truth {
  const waits = { graceMs: GRACE_MS, recoveryMs: RECOVERY_MS };
  const stories = new Map([...events].map(([key, own]) => [key, tellStory(own, waits)]));
  return { members, stories, handedOverAt, learntMs: LEARNT_MS, announcedMs: ANNOUNCED_MS };
}
