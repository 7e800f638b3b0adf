/** Stories from event to outbox, by the very bundle, real queues and real HTTP: what people read, and how often. */
import { afterAll, describe, expect, it } from "vitest";

import { startApp } from "./app.ts";
import { eventually } from "./eventually.ts";
import { gatewayEvents } from "./events.ts";
import { toldOfAll, toldOfOutage } from "./outbox.ts";
import { makeFolder } from "./policy-file.ts";
import { endAll, run } from "./process.ts";
import { untilOver } from "./until-over.ts";

const folder = makeFolder();
const gateway = "rpihat2";
const modules = ["$edgeAgent", "$edgeHub", "SimulatedTemperatureSensor"];
const graceAndWaitMs = 3_000;

afterAll(async () => {
  await endAll();
  folder.remove();
});

// They mostly wait, so they are told at the same time, each by an app of its own.
describe.concurrent("an outage", { timeout: 90_000 }, () => {
  it("is told of once, as is its end, in both channels, and shown", async () => {
    const app = await startApp(folder.policy());
    const disconnectedAt = Date.now();
    await app.sendEvents(gatewayEvents(gateway, "disconnected", disconnectedAt));
    await eventually(() => app.outbox.words(), toldOfOutage);

    const { state, incidentId } = await app.api.device(gateway);
    expect(state).toBe("offline");
    const incident = await app.api.incident(incidentId ?? "");
    expect(incident).toMatchObject({ state: "open", count: 3, duration: null });
    expect(incident.members.map(({ moduleId }) => moduleId)).toEqual(modules);
    const since = new Date(disconnectedAt).toISOString();
    expect(incident.members.map(({ from }) => from)).toEqual(modules.map(() => since));
    for (const { text, at } of await app.outbox.messages()) {
      expect(text).toMatch(/\b3\b/);
      expect(text).toContain(incident.code);
      expect(Date.parse(at)).toBeGreaterThanOrEqual(disconnectedAt + graceAndWaitMs);
    }

    await app.sendEvents(gatewayEvents(gateway, "connected"));
    await untilOver(app);

    expect(await app.outbox.words()).toEqual(toldOfAll);
    expect(await app.api.moduleStates(gateway)).toEqual(["online", "online", "online"]);
    expect(await app.api.transitions(gateway, "$edgeHub")).toEqual(["online", "offline"]);
    const ended = await app.api.incident(incident.code);
    expect(ended).toMatchObject({ id: incidentId, count: 3, duration: expect.stringMatching(/^PT\d/) });
    expect(ended.members.every(({ to }) => to !== null)).toBe(true);
    const delivered = ended.deliveries.map(({ purpose, channel, state, attempts }) => ({
      told: `${channel} ${purpose} ${state}`,
      attempts,
    }));
    expect(delivered.toSorted((a, b) => (a.told < b.told ? -1 : 1))).toEqual([
      { told: "sms ending sent", attempts: 1 },
      { told: "sms opening sent", attempts: 1 },
      { told: "teams-workflow ending sent", attempts: 1 },
      { told: "teams-workflow opening sent", attempts: 1 },
    ]);
    expect(await app.api.summary()).toMatchObject({
      identities: { total: 3, byState: { online: 3, offline: 0 } },
      devices: { total: 1 },
      rejected: 0,
    });
    expect(app.stdout().trimEnd().split("\n")).toHaveLength(1);
  });

  it("is told of in order by a provider that failed twice over its end", async () => {
    const app = await startApp(folder.policy());
    await app.outbox.fail({ channel: "sms", status: 503, times: 2 });
    await app.sendEvents(gatewayEvents(gateway, "disconnected"));
    await eventually(() => app.outbox.words(), ["teams-workflow OFFLINE"]);
    await app.sendEvents(gatewayEvents(gateway, "connected"));

    await eventually(() => app.outbox.words(), toldOfAll);
    const texts = (await app.outbox.messages()).filter(({ channel }) => channel === "sms");
    expect(texts.map(({ text }) => text.split(" ")[0])).toEqual(["OFFLINE", "RECOVERED"]);
    const [incident] = await app.api.incidents();
    const { deliveries } = await app.api.incident(incident?.id ?? "");
    const opening = deliveries.find(({ channel, purpose }) => channel === "sms" && purpose === "opening");
    expect(opening).toMatchObject({ state: "sent", attempts: 3 });
  });

  it("is told of by one SMS, and two cards at most, where providers took a message and never said so", async () => {
    const app = await startApp(folder.policy());
    for (const channel of ["sms", "teams-workflow"] as const) {
      await app.outbox.fail({ channel, status: 0, times: 1, after: true });
    }
    await app.sendEvents(gatewayEvents(gateway, "disconnected"));
    const repeated = ["sms OFFLINE", "teams-workflow OFFLINE", "teams-workflow OFFLINE"];
    await eventually(() => app.outbox.words(), repeated);

    await app.sendEvents(gatewayEvents(gateway, "connected"));
    const ended = [...toldOfAll, "teams-workflow OFFLINE"].toSorted();
    await eventually(() => app.outbox.words(), ended);
    const [incident] = await app.api.incidents();
    const { deliveries } = await app.api.incident(incident?.id ?? "");
    expect(deliveries.map(({ state }) => state)).toEqual(["sent", "sent", "sent", "sent"]);
  });

  it("is told of when npm run scenario plays it against a running app", async () => {
    const app = await startApp(folder.policy({ grace: "1s" }));
    // Queues are polled every 2 s at most: at this speed the outage outlasts grace, wait and polls with room to spare.
    const playing = run("dev/scenario.ts", ["edge-cable", "--speed", "2", "--url", app.url]);
    expect(await playing.exited).toEqual({ code: 0, signal: null });
    await untilOver(app);
    expect(await app.outbox.words()).toEqual(toldOfAll);
    for (const { text } of await app.outbox.messages()) expect(text).toContain("rpihat2");
  });
});
