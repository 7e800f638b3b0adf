/**
 * Follows a drill through a deployment, hop by hop, and says what it saw: `npm run smoke`, and the last step of `azd up`.
 *
 *     followDrill({ url, key, receivers, print, clock, fetch?, timeoutMs?, look? }): Promise<DrillOutcome>
 *
 * `print` gets the report a line at a time, the verdict at the end; the key is in none of them. It never rejects for what the app
 * or the network does: `passed` is false then, `trouble` names its kind and `lookAt` the page of docs/operations.md. Right
 * after a deployment `unreachable`, `notLinewatch` and `keyRefused` may pass by themselves: call it again while `drill` is
 * null. Afterwards a drill is on its way, and another would tell its receivers twice.
 */
import type { Clock } from "../../functions/application/ports.ts";
import { readAddress, readKey } from "./address.ts";
import { openApp } from "./app-client.ts";
import { checkHealth, readHealth } from "./check-health.ts";
import { checkTraces } from "./check-traces.ts";
import type { Following } from "./following.ts";
import { judgeDrill } from "./judge-drill.ts";
import { outcomeOf } from "./outcome.ts";
import type { DrillOutcome, Seen } from "./outcome.ts";
import { makeReport, terminalLook } from "./report.ts";
import type { Look } from "./report.ts";
import { startDrill } from "./start-drill.ts";
import { Trouble } from "./trouble.ts";
import { sayVerdict } from "./verdict.ts";
import { watchDrill } from "./watch-drill.ts";

export interface DrillRequest {
  /** Of the app; https, unless it is this machine. */
  readonly url: string;
  /** One of the whole app. None is asked for by `npm start`. */
  readonly key: string | undefined;
  /** By their names in the policy file; nobody is told where there are none. */
  readonly receivers: readonly string[];
  readonly print: (line: string) => void;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
  /** For the app to answer at first, and again for the drill to pass. */
  readonly timeoutMs?: number;
  readonly look?: Look;
}

export const TIMEOUT_MS = 120_000;
const LIST = new Intl.ListFormat("en-GB");

export async function followDrill(request: DrillRequest): Promise<DrillOutcome> {
  const { url, key, receivers, print, clock, timeoutMs = TIMEOUT_MS, look = terminalLook() } = request;
  const report = makeReport(print, look);
  const seen: Seen = { step: "address" };
  const trouble = await troubleOf(async () => {
    const parts = readParts(url, key);
    const app = openApp({ ...parts, fetch: request.fetch ?? fetch });
    report.say(`Linewatch at ${app.url}`, "bold");
    report.say(
      receivers.length === 0
        ? "A drill without receivers: nobody is told."
        : `A drill to ${LIST.format(receivers)}.`,
    );
    print("");
    await follow({ app, clock, report, timeoutMs }, receivers, seen);
  });
  const outcome = outcomeOf({ receivers, seen, trouble });
  if (trouble !== undefined && trouble.more.isTold !== true) {
    report.row({ mark: "failed", name: outcome.failedAt ?? "", words: trouble.message });
  }
  sayVerdict(report, print, outcome);
  return outcome;
}

async function follow(following: Following, receivers: readonly string[], seen: Seen): Promise<void> {
  seen.step = "health";
  seen.health = await checkHealth(following);
  seen.step = "request";
  const id = await startDrill(following, receivers);
  following.report.row({ mark: "done", name: "request", afterMs: 0, words: `drill ${id}` });
  seen.id = id;
  seen.step = "drill";
  const drill = await watchDrill(following, id);
  seen.drill = drill;
  const { app, timeoutMs } = following;
  const poison = drill.state === "passed" ? {} : await poisonOf(app);
  const trouble = judgeDrill(drill, { receivers, timeoutMs, poison });
  if (trouble !== undefined) throw trouble;
  seen.step = "traces";
  await checkTraces(following, { id, requestedAt: drill.requestedAt });
}

async function troubleOf(run: () => Promise<void>): Promise<Trouble | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof Trouble) return error;
    throw error;
  }
}

function readParts(url: string, key: string | undefined) {
  try {
    return { url: readAddress(url), key: readKey(key) };
  } catch (error) {
    throw new Trouble("badRequest", error instanceof Error ? error.message : String(error));
  }
}

/** As it is at the end; an app that has fallen silent by then says nothing of it. */
async function poisonOf(app: Following["app"]): Promise<Readonly<Record<string, number>>> {
  return readHealth(app).then(
    ({ poison }) => poison,
    () => ({}),
  );
}
