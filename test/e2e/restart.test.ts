/** SIGTERM in the middle of an outage, and a new start on the same `--data`. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { startApp, type App } from "./app.ts";
import { eventually } from "./eventually.ts";
import { gatewayEvents } from "./events.ts";
import { processesMarked } from "./marked-processes.ts";
import { toldOfAll, toldOfOutage } from "./outbox.ts";
import { makeFolder } from "./policy-file.ts";
import { endAll } from "./process.ts";
import { untilOver } from "./until-over.ts";

const folder = makeFolder();
const longestEndMs = 5_000;
const gateway = "rpihat2";

afterAll(async () => {
  await endAll();
  folder.remove();
});

/** What is left of an app after SIGTERM, and whether it took its time. */
async function endOf(app: App, mark: string): Promise<object> {
  const startedAt = Date.now();
  const exit = await app.stop();
  const inTime = Date.now() - startedAt < longestEndMs;
  const answers = await Promise.all([app.url, app.outbox.url].map((url) => fetch(url).catch(() => "none")));
  return { ...exit, inTime, processes: processesMarked(mark), answers };
}

const cleanEnd = { code: 0, signal: null, inTime: true, processes: [], answers: ["none", "none"] };

describe.concurrent("an app that is ended by SIGTERM", { timeout: 90_000 }, () => {
  it("goes on with the story where it was, with the messages of before", async () => {
    const mark = randomUUID();
    const args = [...folder.policy({ grace: "4s" }), "--data", join(folder.path, "data")];
    const start = () => startApp(args, { LINEWATCH_TEST: mark });

    const first = await start();
    await first.sendEvents(gatewayEvents(gateway, "disconnected"));
    await eventually(() => first.api.moduleStates(gateway), ["suspect", "suspect", "suspect"]);
    expect(processesMarked(mark).length).toBeGreaterThan(1);
    expect(await endOf(first, mark)).toEqual(cleanEnd);

    const second = await start();
    await eventually(() => second.outbox.words(), toldOfOutage);
    const incidentId = (await second.api.device(gateway)).incidentId ?? "";
    expect(await endOf(second, mark)).toEqual(cleanEnd);

    const third = await start();
    expect(await third.outbox.words()).toEqual(toldOfOutage);
    expect(await third.api.incident(incidentId)).toMatchObject({ state: "open" });
    await third.sendEvents(gatewayEvents(gateway, "connected"));
    await untilOver(third);
    expect(await third.outbox.words()).toEqual(toldOfAll);
    expect(await endOf(third, mark)).toEqual(cleanEnd);
  });

  it("does not wait for a provider that does not answer", async () => {
    const mark = randomUUID();
    const app = await startApp(folder.policy(), { LINEWATCH_TEST: mark });
    await app.outbox.fail({ channel: "sms", status: 201, delayMs: 60_000, times: 1 });
    await app.outbox.fail({ channel: "teams-workflow", status: 202, delayMs: 60_000, times: 1 });
    await app.sendEvents(gatewayEvents(gateway, "disconnected"));
    await eventually(() => app.outbox.words(), toldOfOutage);
    expect(await endOf(app, mark)).toEqual(cleanEnd);
  });
});
