/** Apps that come and go while queues, store and outbox live on: killed in the middle of an outage, and two at once. */
import { afterAll, describe, expect, it } from "vitest";

import { startApp, startEmbeddedParts, type App, type EmbeddedParts } from "./app.ts";
import { eventually } from "./eventually.ts";
import { gatewayEvents, type CloudEvent } from "./events.ts";
import { toldOfAll, toldOfOutage } from "./outbox.ts";
import { makeFolder } from "./policy-file.ts";
import { endAll } from "./process.ts";
import { untilOver } from "./until-over.ts";

const folder = makeFolder();
const gateway = "rpihat2";
const all = (state: string) => [state, state, state];

afterAll(async () => {
  await endAll();
  folder.remove();
});

/** Embedded parts, and an app beside them that knows of the outage. */
async function startOutage(policy: readonly string[]): Promise<{ parts: EmbeddedParts; app: App }> {
  const parts = await startEmbeddedParts();
  const app = await startApp(policy, parts.env);
  await app.sendEvents(gatewayEvents(gateway, "disconnected"));
  return { parts, app };
}

/** Everything that people got, once the gateway is back and the story is over. */
async function wordsAtTheEnd(app: App, parts: EmbeddedParts): Promise<string[]> {
  await app.sendEvents(gatewayEvents(gateway, "connected"));
  await untilOver(app);
  return parts.outbox.words();
}

describe.concurrent("a kill", { timeout: 150_000 }, () => {
  it("between a disconnect and its deadline loses nothing and repeats nothing", async () => {
    const policy = folder.policy({ grace: "5s" });
    const { parts, app } = await startOutage(policy);
    await eventually(() => app.api.moduleStates(gateway), all("suspect"));
    expect(await app.kill()).toEqual({ code: null, signal: "SIGKILL" });
    expect(await parts.outbox.messages()).toEqual([]);

    // The kill may have met the events before they were done with: then the queue shows them again after 30 s.
    const next = await startApp(policy, parts.env);
    await eventually(() => parts.outbox.words(), toldOfOutage, 75_000);
    expect(await wordsAtTheEnd(next, parts)).toEqual(toldOfAll);
  });

  it("between a deadline and its message loses nothing and repeats nothing", async () => {
    const policy = folder.policy({ groupWait: "4s" });
    const { parts, app } = await startOutage(policy);
    await eventually(() => app.api.moduleStates(gateway), all("offline"));
    await app.kill();
    expect(await parts.outbox.messages()).toEqual([]);

    const next = await startApp(policy, parts.env);
    await eventually(() => parts.outbox.words(), toldOfOutage, 75_000);
    expect(await wordsAtTheEnd(next, parts)).toEqual(toldOfAll);
  });

  it("while the providers have not answered repeats the card once, and no SMS", async () => {
    const policy = folder.policy();
    const { parts, app } = await startOutage(policy);
    await parts.outbox.fail({ channel: "sms", status: 201, delayMs: 60_000, times: 1 });
    await parts.outbox.fail({ channel: "teams-workflow", status: 202, delayMs: 60_000, times: 1 });
    await eventually(() => parts.outbox.words(), toldOfOutage);
    await app.kill();

    const next = await startApp(policy, { ...parts.env, ...aMinuteLater() });
    await next.api.sweep();
    await eventually(() => parts.outbox.words(), [...toldOfOutage, "teams-workflow OFFLINE"]);
    const repeated = [...toldOfAll, "teams-workflow OFFLINE"].toSorted();
    expect(await wordsAtTheEnd(next, parts)).toEqual(repeated);
  });
});

/** A claim lasts a minute: the app's clock is put forward, so that nobody has to wait for that. */
function aMinuteLater(): Record<string, string> {
  const script = "const now = Date.now; Date.now = () => now() + 61_000;";
  return { NODE_OPTIONS: `--import=${folder.write("a-minute-later.mjs", script)}` };
}

/** Every event to both at once: Event Grid repeats itself, and both must be at work. */
async function pushToBoth(apps: readonly App[], events: readonly CloudEvent[]): Promise<void> {
  const pushes = events.flatMap((event) => apps.map((app) => app.api.push([event])));
  const statuses = await Promise.all(pushes);
  expect(statuses.filter((status) => status >= 300)).toEqual([]);
}

it.concurrent("two apps open one incident and end it once", { timeout: 150_000 }, async () => {
  const parts = await startEmbeddedParts();
  const policy = folder.policy();
  const apps = await Promise.all([startApp(policy, parts.env), startApp(policy, parts.env)]);

  await pushToBoth(apps, gatewayEvents(gateway, "disconnected"));
  await eventually(() => parts.outbox.words(), toldOfOutage);
  await pushToBoth(apps, gatewayEvents(gateway, "connected"));
  for (const app of apps) await untilOver(app);

  expect(await parts.outbox.words()).toEqual(toldOfAll);
  for (const app of apps) {
    const [incident] = await app.api.incidents();
    expect(await app.api.incident(incident?.id ?? "")).toMatchObject({ count: 3 });
    expect(await app.api.transitions(gateway, "$edgeHub")).toEqual(["online", "offline"]);
  }
});
