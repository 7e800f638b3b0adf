/**
 * The cold start: from spawning a process to its message that the first event is decided, stored and its deadline
 * sent. The deployed bundle against a bundle of the SDKs which that event needs, making the same calls; both under
 * the same stand-in for the Functions worker, both towards the same canned Azure in a process of its own.
 *
 * In it: Node.js itself, about a third of it. Not in it: the real host and worker, Entra ID's tokens, TLS.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { ensureBundle } from "../../dev/build/ensure-bundle.ts";
import { deviceKey } from "../../functions/domain/identity.ts";
import { blipEvent, EVERY_MS } from "../blips.ts";
import { CANNED_KEY, startCannedAzure } from "../canned/start-canned-azure.ts";
import { deviceName, eventBody, HUB } from "../events.ts";
import { comparisonRow } from "../report.ts";
import type { Report } from "../report.ts";
import { inTurns } from "../rounds.ts";
import { sampleDocument } from "../sample-document.ts";
import { buildPrograms } from "../start/build-programs.ts";

const DEVICE = deviceName(7);
const KNOWN_EVENTS = 3;
const POLICY = fileURLToPath(new URL("../../linewatch.yaml", import.meta.url));
/** An item read and replaced, and a message. */
const REQUESTS = 3;

/** Both receivers of the policy file are there, as in a deployment; nobody is told anything. */
const RECEIVERS = {
  TEAMS_OPS_WORKFLOW_URL: "http://127.0.0.1:9/workflow/ops",
  ONCALL_PHONE: "+4790000000",
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000000",
  TWILIO_AUTH_TOKEN: "none",
  TWILIO_FROM: "+4790000001",
};

export async function measureStart(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "linewatch-bench-"));
  // The next event is a disconnect of this minute: the process has the system's clock.
  const firstAt = Date.now() - ((KNOWN_EVENTS + 1) / 2) * EVERY_MS;
  const azure = await startCannedAzure(await sampleDocument(DEVICE, KNOWN_EVENTS, firstAt));
  try {
    const { worker, bareApp } = await buildPrograms(folder);
    const env = {
      ...RECEIVERS,
      COSMOS_ENDPOINT: azure.cosmosEndpoint,
      COSMOS_KEY: CANNED_KEY,
      AzureWebJobsStorage: azure.queueConnectionString,
      LINEWATCH_POLICY: POLICY,
      BENCH_DOCUMENT: deviceKey({ hub: HUB, deviceId: DEVICE }),
    };
    const text = JSON.stringify(eventBody(blipEvent(DEVICE, KNOWN_EVENTS + 1, firstAt)));
    const starts = (app: string) => async () => {
      const before = await azure.requests();
      const millis = await millisToDecision(worker, [app, text], env);
      const made = (await azure.requests()) - before;
      if (made !== REQUESTS) throw new Error(`${app} made ${made} requests`);
      return millis;
    };
    const product = fileURLToPath(await ensureBundle());
    const compared = await inTurns({
      product: starts(product),
      floor: starts(bareApp),
      rounds: 21,
      warmUp: 2,
    });
    const format = (millis: number): string => `${Math.round(millis)} ms`;
    const measure = "fresh process to the first event decided";
    return { rows: [comparisonRow(compared, { measure, format, goal: { atMost: 1.25 } })], notes: [] };
  } finally {
    await azure.stop();
    await rm(folder, { recursive: true });
  }
}

/** Throws when the process ends without a decision. */
async function millisToDecision(
  worker: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const startedAt = performance.now();
  const child = fork(worker, args, { env, execArgv: [] });
  const exited = once(child, "exit");
  const decided = once(child, "message").then(() => performance.now() - startedAt);
  const millis = await Promise.race([decided, exited.then(() => undefined)]);
  await exited;
  if (millis === undefined) throw new Error(`the process ended without a decision: ${args.join(" ")}`);
  return millis;
}
