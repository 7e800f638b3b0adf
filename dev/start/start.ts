/** Starts the app on a laptop: build, embedded parts, environment, host, scenario; and ends them in order. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { build } from "../build.ts";
import { startEmbedded } from "../embedded/embedded-parts.ts";
import type { Embedded } from "../embedded/embedded-parts.ts";
import { localEnvironment, usesGiven } from "../embedded/local-environment.ts";
import type { LocalEnvironment } from "../embedded/local-environment.ts";
import { startHost } from "../host/start-host.ts";
import { createQueues, sendEvent } from "../embedded/event-queue.ts";
import { findScenario, playScenario } from "../scenarios/scenario.ts";
import type { StartOptions } from "./options.ts";
import { printAddresses, printLog, printNote } from "./print.ts";

const ROOT = new URL("../../", import.meta.url);
const DEMO_POLICY = new URL("dev/demo.yaml", ROOT);

export interface Running {
  stop(): Promise<void>;
}

/** @throws an Error with a sentence for the person at the terminal; nothing is left running then. */
export async function start(options: StartOptions): Promise<Running> {
  const scenario = options.scenario === "none" ? undefined : await findScenario(options.scenario);
  if (scenario === undefined && options.scenario !== "none") {
    throw new Error(`There is no scenario ${options.scenario}: npm run scenario lists them.`);
  }
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.toReversed()) await one();
  };
  try {
    await build();
    const embedded = await startParts(options);
    stops.push(() => embedded.stop());
    await applyEnvironment(options, embedded, stops);
    const queues = process.env["AzureWebJobsStorage"] ?? "";
    await createQueues(queues);
    const host = await startHost({
      bundle: new URL("dist/main.mjs", ROOT),
      hostJson: JSON.parse(await readFile(new URL("host.json", ROOT), "utf8")),
      port: options.port,
      queueConnectionString: queues,
      log: printLog,
    });
    stops.push(() => host.stop());
    if (!host.functions.includes("events")) throw new Error(await faultsOf(host.url));
    printAddresses(options.json, { functions: host.url, outbox: embedded.outbox.url, queues });
    if (scenario !== undefined) {
      const ended = new AbortController();
      stops.push(async () => ended.abort());
      printNote(`Playing ${scenario.name}: ${scenario.title}`);
      const playing = playScenario(scenario, 1, (event) => sendEvent(queues, event), ended.signal);
      playing.catch((error: unknown) => printNote(`The scenario ended: ${String(error)}`));
    }
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startParts({ data, outboxPort, real }: StartOptions): Promise<Embedded> {
  const given = usesGiven(process.env);
  const hasQueues = given.queues || (real && Boolean(process.env["AzureWebJobsStorage"]));
  const hasStore = given.store || (real && Boolean(process.env["COSMOS_ENDPOINT"]));
  return startEmbedded({
    dataDir: data === undefined ? undefined : resolve(data),
    outboxPort,
    queues: !hasQueues,
    store: hasStore ? "none" : "memory",
  });
}

/** Points this process, in which the app runs, at the embedded parts. */
async function applyEnvironment(
  options: StartOptions,
  { outbox, queueConnectionString, sqlite }: Embedded,
  stops: (() => Promise<void>)[],
): Promise<void> {
  const policyFile = options.policy ?? process.env["LINEWATCH_POLICY"];
  if (policyFile === undefined)
    printNote("No --policy given: using dev/demo.yaml (grace 5 s, groupWait 2 s, recovery 3 s).");
  const policyText = await readPolicyText(policyFile === undefined ? DEMO_POLICY : resolve(policyFile));
  const local = localEnvironment({ given: process.env, policyText, outbox, queueConnectionString, sqlite });
  process.env["LINEWATCH_POLICY"] = await policyPath(policyFile, policyText, local, options.real, stops);
  if (options.real) {
    if (queueConnectionString !== undefined) process.env["AzureWebJobsStorage"] = queueConnectionString;
    if (sqlite !== undefined) process.env["LINEWATCH_SQLITE"] = sqlite;
    return;
  }
  for (const note of local.notes) printNote(note);
  for (const name of local.unset) delete process.env[name];
  Object.assign(process.env, local.set);
}

async function readPolicyText(file: URL | string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new Error(`The policy file ${String(file)} cannot be read.`);
  }
}

/** The policy's own file, or a copy in which receivers beyond this machine are the outbox. */
async function policyPath(
  given: string | undefined,
  text: string,
  local: LocalEnvironment,
  real: boolean,
  stops: (() => Promise<void>)[],
): Promise<string> {
  const file = given === undefined ? DEMO_POLICY.pathname : resolve(given);
  if (real || local.policyText === text) return file;
  const folder = await mkdtemp(join(tmpdir(), "linewatch-policy-"));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const copy = join(folder, "policy.yaml");
  await writeFile(copy, local.policyText);
  return copy;
}

/** What keeps the app from starting, in the app's own words. */
async function faultsOf(url: string): Promise<string> {
  const health: unknown = await (await fetch(`${url}/api/health`)).json();
  const problems =
    typeof health === "object" && health !== null && "problems" in health ? health.problems : health;
  const lines = Array.isArray(problems) ? problems.map(String) : [JSON.stringify(problems)];
  return ["The configuration has faults:", ...lines].join("\n  ");
}
