/** One run on one store: starts what it needs, lets it play, compares, and keeps what was seen where anything differs. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SECOND_MS } from "../../functions/domain/time.ts";
import { ensureBundle } from "../build/ensure-bundle.ts";
import { makeTeardown } from "../embedded/teardown.ts";
import type { Teardown } from "../embedded/teardown.ts";
import { compare } from "./compare/compare.ts";
import type { Difference } from "./compare/facts.ts";
import { simulate } from "./fleet/simulate.ts";
import type { ChaosOptions, StoreName } from "./options.ts";
import { RATE, play } from "./play.ts";
import { figuresOf } from "./report/figures.ts";
import type { Figures } from "./report/figures.ts";
import { makeApp } from "./running/app.ts";
import type { App } from "./running/app.ts";
import { startParts } from "./running/parts.ts";
import type { Parts } from "./running/parts.ts";
import { policyText } from "./running/policy.ts";

/** From the plan to the first event: an app takes about as long to start. */
const LEAD_MS = 2 * SECOND_MS;

export interface Outcome {
  readonly differences: readonly Difference[];
  readonly figures: Figures;
  /** The folder of logs and facts, kept because something differs. */
  readonly logs?: string;
}

export async function runChaos(options: ChaosOptions, storeName: StoreName): Promise<Outcome> {
  const startedAt = Date.now();
  await ensureBundle();
  const folder = await mkdtemp(join(tmpdir(), "linewatch-chaos-"));
  const teardown = makeTeardown();
  let kept = true;
  try {
    const parts = await startParts(storeName, { rate: RATE, seed: options.seed, folder }, teardown);
    const simulation = simulate({ seed: options.seed, events: options.events, from: Date.now() + LEAD_MS });
    const policy = join(folder, "policy.yaml");
    await writeFile(policy, policyText(simulation.sites));
    const apps = await startApps(parts, { policy, folder }, teardown);
    const played = await play(options, simulation, parts, apps);
    const comparison = compare(played.facts);
    const differences = [...played.differences, ...comparison.differences];
    const figures = figuresOf({ storeName, options, simulation, played, comparison, startedAt });
    kept = differences.length > 0;
    if (!kept) return { differences, figures };
    await writeFile(join(folder, "facts.json"), asText({ ...played, differences }));
    return { differences, figures, logs: folder };
  } finally {
    await teardown.run();
    if (!kept) await rm(folder, { recursive: true, force: true });
  }
}

async function startApps(
  { env, preload, store }: Parts,
  { policy, folder }: { readonly policy: string; readonly folder: string },
  teardown: Teardown,
): Promise<readonly [App, App]> {
  const make = (name: string): App => {
    const app = makeApp({
      policy,
      log: join(folder, `${name}.log`),
      surroundings: () => {
        const own = store.surroundings();
        return { env: { ...env, ...own.env }, preload: [...preload, ...own.preload] };
      },
    });
    teardown.add(() => app.stop());
    return app;
  };
  const apps = [make("app-1"), make("app-2")] as const;
  await apps[0].start();
  return apps;
}

/** For whoever has to find out why. */
function asText(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part: unknown) => (part instanceof Map ? Object.fromEntries(part) : part),
    1,
  );
}
