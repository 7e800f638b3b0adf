/** What a run was made of, in figures for people. */
import { SECOND_MS } from "../../../functions/domain/time.ts";
import type { Comparison } from "../compare/compare.ts";
import { flappersOf } from "../compare/damped.ts";
import type { Simulation } from "../fleet/simulate.ts";
import type { ChaosOptions, StoreName } from "../options.ts";
import type { Played } from "../play.ts";

interface Run {
  readonly storeName: StoreName;
  readonly options: ChaosOptions;
  readonly simulation: Simulation;
  readonly played: Played;
  readonly comparison: Comparison;
  readonly startedAt: number;
}

/** A name and what it was, in the order in which they are shown. */
export type Figures = readonly (readonly [name: string, value: string])[];

export function figuresOf(run: Run): Figures {
  const { storeName, options, simulation, played, comparison } = run;
  const { facts, delivered, drained } = played;
  const { messages, app, kills, truth } = facts;
  const handed = simulation.deliveries.reduce((sum, { events }) => sum + events.length, 0);
  const spoken = app.incidents.filter(({ announcedAt }) => announcedAt !== null);
  const flapping = spoken.filter(({ kind }) => kind === "flapping");
  const flappers = flappersOf(facts);
  const outages = [...truth.stories.values()].reduce((sum, story) => sum + story.outages.length, 0);
  return [
    ["store", storeName],
    ["seed", String(options.seed)],
    ["identities", String(simulation.members.length)],
    ["events", `${options.events}, delivered ${handed} times, ${delivered.pushedAgain} pushes repeated`],
    ["true outages", String(outages)],
    [
      "incidents",
      `${app.incidents.length}, ${spoken.length} announced, ${flapping.length} of them of flapping`,
    ],
    ["flapping", `${flappers.long} for a good while, ${flappers.told} of them told of`],
    ["kills", `${kills}, every ${secondsOf(spanMs(run) / Math.max(1, kills))} on average`],
    ["store faults", countsText(played.storeFaults)],
    ["provider faults", countsText(played.providerFaults)],
    ["messages", String(messages.length)],
    ["repeated cards", `${comparison.repeatedCards}, at most ${kills + facts.unheardCards} may be`],
    ["repeated SMS", String(comparison.repeatedSms)],
    ["lost messages", String(comparison.lost)],
    ["poison left", String(played.poison)],
    [
      "time",
      `${secondsOf(Date.now() - run.startedAt)}, and ${secondsOf(drained.aheadMs)} put forward at the end`,
    ],
  ];
}

function spanMs({ simulation }: Run): number {
  const first = simulation.deliveries[0]?.at ?? simulation.until;
  return simulation.until - first;
}

function countsText(counts: ReadonlyMap<string, number>): string {
  const all = [...counts].map(([kind, count]) => `${kind} ${count}`);
  const sum = [...counts.values()].reduce((total, count) => total + count, 0);
  return `${sum} (${all.join(", ")})`;
}

function secondsOf(ms: number): string {
  return `${(ms / SECOND_MS).toFixed(1)} s`;
}
