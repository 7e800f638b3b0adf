/** Scenarios: small files of events with their distances in time, moved to the present when they are played. */
import { readFile, readdir } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

import * as z from "zod";

import { momentsOf, stepSchema } from "./steps.ts";

const scenarioSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  /** Where its events come from. */
  source: z.string(),
  steps: z.array(stepSchema).min(1),
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

/** Hands each event to `deliver` at its moment. Ends early, without an error, when `signal` says so. */
export async function playScenario(
  { steps }: Scenario,
  speed: number,
  deliver: (event: unknown) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  for (const { at, event } of momentsOf(steps, speed, Date.now())) {
    const waitMs = Math.max(0, at - Date.now());
    await pause(waitMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    if (signal?.aborted === true) return;
    await deliver(event);
  }
}
