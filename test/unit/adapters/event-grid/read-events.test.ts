import { describe, expect, it } from "vitest";

import { readEvents } from "../../../../functions/adapters/event-grid/read-events.ts";
import { cloudEvent, connectionData, eventGridEvent, fixture, NOW } from "./samples.ts";
import type { Json } from "./samples.ts";

/** IoT Hub's whole alphabet, filled up to the longest id. */
const LONGEST_ID = "aZ09-:.+%_#*?!(),=@;$'".padEnd(128, "x");

const padded = (digits: string): string => digits.padStart(64, "0");

async function identityIn(event: Json): Promise<unknown> {
  const { accepted, rejected } = await readEvents(event, NOW);
  expect(rejected).toEqual([]);
  return accepted[0]?.identity;
}

describe("the documented and captured events", () => {
  it("reads an unsorted batch of modules in its order, with the hub in one case", async () => {
    const { accepted, rejected } = await readEvents(
      fixture("edge-modules-disconnected-batch.captured.cloud-events"),
      NOW,
    );
    expect(rejected).toEqual([]);
    expect(accepted).toEqual([
      {
        eventId: "289a1c2b-f8b7-c06e-7f29-2aec1f0ad80a",
        identity: { hub: "iot-demo", deviceId: "edge1", moduleId: "$edgeHub" },
        evidence: {
          kind: "disconnected",
          sequence: padded("1D8F268B5BC335E0000000200000000000000000000003A"),
          at: Date.parse("2022-11-07T09:47:11.436Z"),
          eventId: "289a1c2b-f8b7-c06e-7f29-2aec1f0ad80a",
        },
      },
      {
        eventId: "da91f900-fa38-2996-3565-5de8755b7580",
        identity: { hub: "iot-demo", deviceId: "edge1", moduleId: "SimulatedTemperatureSensor" },
        evidence: {
          kind: "disconnected",
          sequence: padded("1D8F268B5BC335E00000002000000000000000000000039"),
          at: Date.parse("2022-11-07T09:47:01.499Z"),
          eventId: "da91f900-fa38-2996-3565-5de8755b7580",
        },
      },
    ]);
  });

  it.each([
    [
      "device-connected.event-grid-schema",
      { hub: "egtesthub1", deviceId: "LogicAppTestDevice", moduleId: "DeviceModuleID" },
      { kind: "connected", at: Date.parse("2018-06-02T19:17:44.438Z") },
    ],
    [
      "device-connected.cloud-events",
      { hub: "egtesthub1", deviceId: "LogicAppTestDevice", moduleId: "DeviceModuleID" },
      { kind: "connected", sequence: padded("1D4132452F67CE200000002000000000000000000000001") },
    ],
    [
      "device-disconnected-empty-module.cloud-events",
      { hub: "egtesthub1", deviceId: "48e44e11-1437-4907-83b1-4a8d7e89859e" },
      { kind: "disconnected", at: Date.parse("2018-07-03T23:20:52.646Z") },
    ],
    [
      "device-created.event-grid-schema",
      { hub: "egtesthub1", deviceId: "LogicAppTestDevice" },
      { kind: "created", at: Date.parse("2018-01-02T19:17:44.438Z") },
    ],
    [
      "device-deleted.event-grid-schema",
      { hub: "egtesthub1", deviceId: "LogicAppTestDevice" },
      { kind: "deleted", at: Date.parse("2018-01-02T19:17:44.438Z") },
    ],
    [
      "device-telemetry.event-grid-schema",
      { hub: "egtesthub1", deviceId: "d1" },
      { kind: "telemetry", at: Date.parse("2019-01-07T20:58:30.480Z") },
    ],
    [
      "module-telemetry.captured.cloud-events",
      { hub: "iot-demo", deviceId: "edge1", moduleId: "SimulatedTemperatureSensor" },
      { kind: "telemetry", at: Date.parse("2022-11-04T04:56:54.760Z") },
    ],
  ])("reads %s", async (name, identity, evidence) => {
    const { accepted, rejected } = await readEvents(fixture(name), NOW);
    expect(rejected).toEqual([]);
    expect(accepted).toHaveLength(1);
    expect(accepted[0]?.identity).toStrictEqual(identity);
    expect(accepted[0]?.evidence).toMatchObject(evidence);
  });

  it("keeps a subscription's handshake as an unknown type: the queue has nobody to answer it", async () => {
    const { accepted, rejected } = await readEvents(
      fixture("subscription-validation.event-grid-schema"),
      NOW,
    );
    expect(accepted).toEqual([]);
    expect(rejected).toMatchObject([{ reason: "unknownType" }]);
  });
});

describe("the ways a body comes", () => {
  const single = cloudEvent();
  it.each<[string, unknown]>([
    ["an object", single],
    ["an array", [single]],
    ["a text", JSON.stringify(single)],
    ["the text of an array", JSON.stringify([single])],
    ["bytes", Buffer.from(JSON.stringify([single]))],
    ["bytes with a byte order mark", Buffer.from(`\uFEFF${JSON.stringify(single)}`)],
    ["a text with a byte order mark", `\uFEFF${JSON.stringify(single)}`],
    ["the other schema", eventGridEvent()],
  ])("%s", async (_, body) => {
    const { accepted, rejected } = await readEvents(body, NOW);
    expect(rejected).toEqual([]);
    expect(accepted).toEqual([
      {
        eventId: "e1",
        identity: { hub: "hub", deviceId: "d1" },
        evidence: {
          kind: "connected",
          sequence: padded("1A"),
          at: Date.parse("2022-11-07T11:00:25.119Z"),
          eventId: "e1",
        },
      },
    ]);
  });

  it("finds nothing in an empty array", async () => {
    expect(await readEvents([], NOW)).toEqual({ accepted: [], rejected: [] });
  });

  it("mixes schemas, and a bad element costs its neighbours nothing", async () => {
    const bad = cloudEvent({ id: "bad", time: "nonsense" });
    const body = [cloudEvent({ id: "a" }), bad, 5, eventGridEvent({ id: "b" })];
    const { accepted, rejected } = await readEvents(body, NOW);
    expect(accepted.map(({ eventId }) => eventId)).toEqual(["a", "b"]);
    expect(rejected.map(({ reason }) => reason)).toEqual(["badTime", "notAnEvent"]);
    expect(JSON.parse(rejected[0]?.body ?? "")).toEqual(bad);
    expect(rejected[1]?.body).toBe("5");
  });

  it.each<[string, Json]>([
    ["a text", { data: JSON.stringify(connectionData()) }],
    [
      "base64",
      { data: undefined, data_base64: Buffer.from(JSON.stringify(connectionData())).toString("base64") },
    ],
  ])("takes `data` as %s", async (_, changes) => {
    expect(await identityIn(cloudEvent(changes))).toEqual({ hub: "hub", deviceId: "d1" });
  });

  it.each([
    ["a CloudEvent", cloudEvent],
    ["an Event Grid event", eventGridEvent],
  ])("reads %s that the sweep marked as if it were not, beside any other attribute", async (_, make) => {
    const marked = make({ replays: 3, traceparent: "00-1" });
    const plain = await readEvents(make(), NOW);
    expect(plain.accepted).toHaveLength(1);
    for (const body of [marked, [marked], JSON.stringify(marked)]) {
      expect(await readEvents(body, NOW)).toEqual(plain);
    }
  });

  it("keeps the sweep's mark in what it rejects", async () => {
    const marked = cloudEvent({ replays: 3, time: "soon" });
    expect(JSON.parse((await readEvents(marked, NOW)).rejected[0]?.body ?? "")).toEqual(marked);
  });

  it("takes an Event Grid event without the fields that a publisher may leave out", async () => {
    const changes = { topic: undefined, dataVersion: undefined, metadataVersion: undefined };
    expect(await identityIn(eventGridEvent(changes))).toEqual({ hub: "hub", deviceId: "d1" });
  });
});

describe("whose event it is", () => {
  const device = { hub: "hub", deviceId: "d1" };
  it.each<[string, Json, unknown]>([
    ["no module", { moduleId: undefined }, device],
    ["a module that is null", { moduleId: null }, device],
    ["an empty module", { moduleId: "" }, device],
    ["a module", { moduleId: "$edgeHub" }, { ...device, moduleId: "$edgeHub" }],
    [
      "the longest ids",
      { deviceId: LONGEST_ID, moduleId: LONGEST_ID },
      { hub: "hub", deviceId: LONGEST_ID, moduleId: LONGEST_ID },
    ],
    ["ids in their own case", { deviceId: "A", moduleId: "a" }, { hub: "hub", deviceId: "A", moduleId: "a" }],
    ["a hub in another case", { hubName: "EGTestHub1" }, { hub: "egtesthub1", deviceId: "d1" }],
    ["a hub only in the source", { hubName: undefined }, device],
    ["a hub that is null", { hubName: null }, device],
    ["an empty hub", { hubName: "" }, device],
  ])("%s", async (_, changes, expected) => {
    expect(await identityIn(cloudEvent({ data: connectionData(changes) }))).toStrictEqual(expected);
    expect(await identityIn(eventGridEvent({ data: connectionData(changes) }))).toStrictEqual(expected);
  });

  it("ignores the ids that telemetry has elsewhere", async () => {
    const systemProperties = { "iothub-connection-device-id": "d2", "iothub-connection-module-id": "" };
    const data = { ...connectionData({ hubName: "other" }), systemProperties };
    const event = cloudEvent({ type: "Microsoft.Devices.DeviceTelemetry", data });
    expect(await identityIn(event)).toStrictEqual({ hub: "hub", deviceId: "d2" });
  });
});
