/** Scenarios: small files of events with their distances in time, moved to the present when they are played. */
import { readFile, readdir } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

import * as z from "zod";

const scenarioSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  /** Where its events come from. */
  source: z.string(),
  /** CloudEvents without a time: each is stamped when its moment comes. */
  steps: z
    .array(z.strictObject({ afterMs: z.int().min(0), event: z.looseObject({ id: z.string() }) }))
    .min(1),
});

export type Scenario = z.infer<typeof scenarioSchema>;

/** The message names the scenarios that there are. */
export class UnknownScenarioError extends Error {
  override readonly name = "UnknownScenarioError";
}

export async function listScenarios(): Promise<Scenario[]> {
  const files = await readdir(new URL(".", import.meta.url));
  const names = files.filter((file) => file.endsWith(".json")).sort();
  return Promise.all(names.map(readScenario));
}

async function readScenario(file: string): Promise<Scenario> {
  return scenarioSchema.parse(JSON.parse(await readFile(new URL(file, import.meta.url), "utf8")));
}

/** @throws UnknownScenarioError */
export async function findScenario(name: string): Promise<Scenario> {
  const scenarios = await listScenarios();
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const known = scenarios.map((scenario) => scenario.name).join(", ");
  throw new UnknownScenarioError(`There is no scenario ${name}. There are: ${known}.`);
}

/**
 * Hands each event to `deliver` at its moment. `speed` 2 plays twice as fast. Sequence numbers and ids are moved
 * with each run, so that a scenario can be played again. Ends early, without an error, when `signal` says so.
 */
export async function playScenario(
  { steps }: Scenario,
  speed: number,
  deliver: (event: unknown) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const startedAt = Date.now();
  for (const { afterMs, event } of steps) {
    const dueAt = startedAt + afterMs / speed;
    const waitMs = Math.max(0, dueAt - Date.now());
    await pause(waitMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    if (signal?.aborted === true) return;
    await deliver(stamp(event, startedAt, dueAt));
  }
}

function stamp(event: Scenario["steps"][number]["event"], startedAt: number, at: number): unknown {
  const run = startedAt.toString(16).toUpperCase().padStart(16, "0");
  const text = JSON.stringify(event).replace(/("sequenceNumber":")([0-9A-F]{16})/i, `$1${run}`);
  // Event Grid stamps with seven fractional digits.
  const time = new Date(at).toISOString().replace("Z", "0000Z");
  return { ...JSON.parse(text), id: `${event.id}-${run}`, time };
}
