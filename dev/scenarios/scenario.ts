/** Scenarios: small files of events with their distances in time, moved to the present when they are played. */
import { readFile, readdir } from "node:fs/promises";

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

export async function listScenarios(): Promise<Scenario[]> {
  const files = await readdir(new URL(".", import.meta.url));
  const names = files.filter((file) => file.endsWith(".json")).sort();
  return Promise.all(names.map(readScenario));
}

async function readScenario(file: string): Promise<Scenario> {
  return scenarioSchema.parse(JSON.parse(await readFile(new URL(file, import.meta.url), "utf8")));
}

export async function findScenario(name: string): Promise<Scenario | undefined> {
  return (await listScenarios()).find((scenario) => scenario.name === name);
}

/**
 * Hands each event to `deliver` at its moment. `speed` 2 plays twice as fast. Sequence numbers and ids are moved
 * with each run, so that a scenario can be played again.
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
    if (!(await sleepUntil(dueAt, signal))) return;
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

function sleepUntil(at: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve(false);
    const timer = setTimeout(() => resolve(true), Math.max(0, at - Date.now()));
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}
