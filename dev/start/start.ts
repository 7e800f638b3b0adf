/** Starts the app on a laptop: build, embedded parts, environment, host, scenario; and ends them in order. */
import { readFile } from "node:fs/promises";

import type { Variables } from "../../functions/config/variable.ts";
import { ensureBundle } from "../build/ensure-bundle.ts";
import { startEmbedded } from "../embedded/embedded-parts.ts";
import type { Embedded } from "../embedded/embedded-parts.ts";
import { createQueues, makeEventSender } from "../embedded/event-queue.ts";
import { givenParts } from "../embedded/on-this-machine.ts";
import { makeTeardown } from "../embedded/teardown.ts";
import type { Teardown } from "../embedded/teardown.ts";
import { startHost } from "../host/start-host.ts";
import type { Host } from "../host/start-host.ts";
import { findScenario, playScenario } from "../scenarios/scenario.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { prepareEnvironment } from "./environment.ts";
import { DEFAULT_PORT } from "./options.ts";
import type { StartOptions } from "./options.ts";
import { printAddresses, printLog, printNote } from "./print.ts";

const HOST_JSON = new URL("../../host.json", import.meta.url);
/** Of the 5 s that an end may take: the parts beside the app have the rest. */
const DRAIN_MS = 3_000;

export interface Running {
  stop(): Promise<void>;
}

/** @throws an Error with a sentence for the person at the terminal; nothing is left running then. */
export async function start(options: StartOptions): Promise<Running> {
  const { real, json } = options;
  const scenario = options.scenario === undefined ? undefined : await findScenario(options.scenario);
  const teardown = makeTeardown();
  try {
    const embedded = await startParts(options, process.env);
    teardown.add(() => embedded.stop());
    const { variables, notes } = await prepareEnvironment(options, process.env, embedded, teardown);
    for (const note of notes) printNote(note);
    apply(variables);
    const queues = variables["AzureWebJobsStorage"] ?? "";
    await createQueues(queues);
    const host = await startApp(options.port, queues);
    teardown.add(() => host.stop());
    printAddresses({ functions: host.url, outbox: embedded.outbox.url, queues }, { json, real });
    if (scenario !== undefined) play(scenario, { queues, url: host.url }, teardown);
    return { stop: () => teardown.run() };
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

interface Target {
  readonly queues: string;
  readonly url: string;
}

/** What the shell's variables do not bring. */
function startParts({ data, outboxPort, real }: StartOptions, given: Variables): Promise<Embedded> {
  if (real && given["AzureWebJobsStorage__queueServiceUri"] && !given["AzureWebJobsStorage"]) {
    throw new Error("The local runner reaches queues by a connection string only: set AzureWebJobsStorage.");
  }
  const parts = givenParts(given, real);
  return startEmbedded({
    dataDir: data,
    outbox: parts.outboxUrl === undefined ? { port: outboxPort } : { url: parts.outboxUrl },
    queues: !parts.queues,
    store: parts.store ? "none" : "memory",
  });
}

/** The app runs in this process and reads its variables. */
function apply(variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

async function startApp(port: number, queueConnectionString: string): Promise<Host> {
  const bundle = await ensureBundle();
  const hostJson = JSON.parse(await readFile(HOST_JSON, "utf8"));
  const timing = { drainMs: DRAIN_MS };
  const host = await startHost({ bundle, hostJson, port, queueConnectionString, timing, log: printLog });
  if (host.functions.includes("events")) return host;
  const faults = await faultsOf(host.url);
  await host.stop();
  throw new Error(faults);
}

/** What keeps the app from starting, in the app's own words. */
async function faultsOf(url: string): Promise<string> {
  const health: unknown = await (await fetch(`${url}/api/health`)).json();
  const problems =
    typeof health === "object" && health !== null && "problems" in health ? health.problems : health;
  const lines = Array.isArray(problems) ? problems.map(String) : [JSON.stringify(problems)];
  return ["The app cannot start:", ...lines].join("\n  ");
}

function play(scenario: Scenario, { queues, url }: Target, teardown: Teardown): void {
  const ended = new AbortController();
  printNote(`Playing ${scenario.name}: ${scenario.title}`);
  const playing = playScenario(scenario, 1, makeEventSender(queues), ended.signal).then(
    () => ended.signal.aborted || printNote(`${scenario.name} is over. ${again(scenario, url)}`),
    (error: unknown) => printNote(`${scenario.name} broke off: ${String(error)}`),
  );
  teardown.add(() => {
    ended.abort();
    return playing;
  });
}

function again({ name }: Scenario, url: string): string {
  const isDefault = url.endsWith(`:${DEFAULT_PORT}`);
  return `To play it again: npm run scenario -- ${name}${isDefault ? "" : ` --url ${url}`}`;
}
