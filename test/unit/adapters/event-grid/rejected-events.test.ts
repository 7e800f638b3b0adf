import { describe, expect, it } from "vitest";

import { readEvents } from "../../../../functions/adapters/event-grid/read-events.ts";
import { cloudEvent, connectionData, eventGridEvent, NOW } from "./samples.ts";
import type { Json } from "./samples.ts";

const withData = (changes: Json): Json => cloudEvent({ data: connectionData(changes) });
const withSequence = (sequenceNumber: unknown): Json =>
  withData({ deviceConnectionStateEventInfo: { sequenceNumber } });
const telemetry = (systemProperties: unknown): Json =>
  cloudEvent({ type: "Microsoft.Devices.DeviceTelemetry", data: { systemProperties } });

const INHERITED = JSON.stringify(withData({ deviceId: undefined })).replace(
  '"hubName"',
  '"__proto__":{"deviceId":"d1"},"hubName"',
);

const BYTES = [...Buffer.from(JSON.stringify(connectionData()))];
const withBase64 = (data_base64: unknown): Json => cloudEvent({ data: undefined, data_base64 });

/** What is wrong, the body, and the reason and the field that the rejection names. */
const table: [string, unknown, string, string][] = [
  ["not JSON", "{", "notJson", "body"],
  ["an empty text", "", "notJson", "body"],
  ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00]), "notJson", "body"],
  [
    "bytes of which some are no UTF-8",
    Buffer.from(JSON.stringify(cloudEvent({ subject: "é" })), "latin1"),
    "notJson",
    "body",
  ],
  ["a number", 7, "notAnEvent", "object"],
  ["nothing", undefined, "notAnEvent", "object"],
  ["null", null, "notAnEvent", "object"],
  ["JSON of a text", '"hello"', "notAnEvent", "object"],
  ["an array in the array", [[]], "notAnEvent", "object"],
  ["any object", { hello: "world" }, "notAnEvent", "specversion"],
  ["another version of CloudEvents", cloudEvent({ specversion: "0.3" }), "notAnEvent", "Cloud Event 1.0"],
  ["no id", cloudEvent({ id: undefined }), "notAnEvent", "'id'"],
  ["an empty id", cloudEvent({ id: "" }), "notAnEvent", "`id`"],
  ["an endless id", cloudEvent({ id: "x".repeat(257) }), "notAnEvent", "`id`"],
  ["no source", cloudEvent({ source: undefined }), "notAnEvent", "'source'"],
  ["a type that is no text", cloudEvent({ type: 1 }), "notAnEvent", "'type"],
  ["no subject", eventGridEvent({ subject: undefined }), "notAnEvent", "'subject'"],
  ["base64 that is no text", cloudEvent({ data_base64: 5 }), "notAnEvent", "envelope"],
  ["bytes as a list of numbers", withBase64(BYTES), "notAnEvent", "`data_base64`"],
  [
    "bytes as Node.js writes them",
    withBase64({ type: "Buffer", data: BYTES }),
    "notAnEvent",
    "`data_base64`",
  ],
  [
    "base64 with more in it",
    withBase64(`!${Buffer.from(BYTES).toString("base64")}`),
    "notAnEvent",
    "`data_base64`",
  ],
  [
    "base64 without its padding",
    withBase64(Buffer.from("1").toString("base64url")),
    "notAnEvent",
    "`data_base64`",
  ],
  [
    "base64 of what is no UTF-8",
    withBase64(Buffer.from([0x22, 0xff, 0x22]).toString("base64")),
    "notAnEvent",
    "`data`",
  ],
  ["data twice", cloudEvent({ data_base64: Buffer.from(BYTES).toString("base64") }), "notAnEvent", "both"],
  ["no data", cloudEvent({ data: undefined }), "notAnEvent", "`data`"],
  ["data that is null", eventGridEvent({ data: null }), "notAnEvent", "`data`"],
  ["data that is an array", cloudEvent({ data: [] }), "notAnEvent", "`data`"],
  ["data that is no JSON", cloudEvent({ data: "d1" }), "notAnEvent", "`data`"],
  ["another type", cloudEvent({ type: "Microsoft.Devices.DeviceRenamed" }), "unknownType", "DeviceRenamed"],
  ["the name of a built-in as type", cloudEvent({ type: "toString" }), "unknownType", "toString"],
  [
    "a blob's type",
    eventGridEvent({ eventType: "Microsoft.Storage.BlobCreated" }),
    "unknownType",
    "BlobCreated",
  ],
  ["no time", cloudEvent({ time: undefined }), "badTime", "`time`"],
  ["a time that is null", cloudEvent({ time: null }), "badTime", "`time`"],
  ["a time that is a number", cloudEvent({ time: NOW }), "badTime", "`time`"],
  ["a time that is nonsense", cloudEvent({ time: "soon" }), "badTime", "soon"],
  ["no eventTime", eventGridEvent({ eventTime: undefined }), "badTime", "`eventTime`"],
  ["an eventTime of nonsense", eventGridEvent({ eventTime: "soon" }), "badTime", "`eventTime`"],
  ["a time two days ahead", cloudEvent({ time: "2022-11-10T12:00:00Z" }), "badTime", "a day ahead"],
  ["no device id", withData({ deviceId: undefined }), "badIdentity", "`data.deviceId`"],
  ["an empty device id", withData({ deviceId: "" }), "badIdentity", "`data.deviceId`"],
  ["a device id of 129", withData({ deviceId: "x".repeat(129) }), "badIdentity", "`data.deviceId`"],
  ["a device id with a slash", withData({ deviceId: "a/b" }), "badIdentity", "`data.deviceId`"],
  ["a device id with a line's end", withData({ deviceId: "a\n" }), "badIdentity", "`data.deviceId`"],
  ["a device id beyond ASCII", withData({ deviceId: "é" }), "badIdentity", "`data.deviceId`"],
  ["a device id that is a number", withData({ deviceId: 5 }), "badIdentity", "`data.deviceId`"],
  ["a device id that is inherited", INHERITED, "badIdentity", "`data.deviceId`"],
  ["a module id of 129", withData({ moduleId: "x".repeat(129) }), "badIdentity", "`data.moduleId`"],
  ["a module id with a space", withData({ moduleId: "a b" }), "badIdentity", "`data.moduleId`"],
  ["a module id that is no text", withData({ moduleId: {} }), "badIdentity", "`data.moduleId`"],
  ["a hub of 129", withData({ hubName: "x".repeat(129) }), "badIdentity", "`data.hubName`"],
  ["a hub with a slash", withData({ hubName: "a/b" }), "badIdentity", "`data.hubName`"],
  ["no hub at all", cloudEvent({ source: "/", data: connectionData({ hubName: "" }) }), "badIdentity", "hub"],
  [
    "a deletion without a device",
    cloudEvent({ type: "Microsoft.Devices.DeviceDeleted", data: {} }),
    "badIdentity",
    "`data.deviceId`",
  ],
  ["telemetry without ids", telemetry({}), "badIdentity", "iothub-connection-device-id"],
  ["telemetry without system properties", telemetry(undefined), "badIdentity", "systemProperties"],
  [
    "no sequence info",
    withData({ deviceConnectionStateEventInfo: undefined }),
    "badSequence",
    "sequenceNumber",
  ],
  ["no sequence number", withSequence(undefined), "badSequence", "sequenceNumber"],
  ["a sequence that is a number", withSequence(5), "badSequence", "sequenceNumber"],
  ["an empty sequence", withSequence(""), "badSequence", "sequenceNumber"],
  ["a sequence that is not hexadecimal", withSequence("0x1A"), "badSequence", "sequenceNumber"],
  [
    "a sequence with a ligature that upper-cases to digits",
    withSequence("1\uFB00"),
    "badSequence",
    "sequenceNumber",
  ],
  ["a sequence of 65 digits", withSequence("1".repeat(65)), "badSequence", "sequenceNumber"],
];

describe("a bad event", () => {
  it.each(table)("%s", async (_, body, reason, named) => {
    const { accepted, rejected } = await readEvents(body, NOW);
    expect(accepted).toEqual([]);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]?.reason).toBe(reason);
    expect(rejected[0]?.detail).toContain(named);
    expect(rejected[0]?.detail).toMatch(/^[A-Z`].*\.$/);
  });

  it("is kept whole: the text that is no JSON, the element as JSON", async () => {
    const bad = cloudEvent({ type: "x", note: "kept" });
    const [text] = (await readEvents("{ not json", NOW)).rejected;
    const [element] = (await readEvents(JSON.stringify([bad]), NOW)).rejected;
    expect(text?.body).toBe("{ not json");
    expect(element?.body).toBe(JSON.stringify(bad));
  });

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    [true, "true"],
  ])("is kept as a text even when it is %s", async (body, kept) => {
    const { rejected } = await readEvents(body, NOW);
    expect(rejected.map((event) => event.body)).toEqual([kept]);
  });

  it("does not fill its detail with a long value", async () => {
    const long = "y".repeat(5_000);
    for (const event of [
      cloudEvent({ type: long }),
      cloudEvent({ time: long }),
      withData({ deviceId: long }),
    ]) {
      const [rejected] = (await readEvents(event, NOW)).rejected;
      expect(rejected?.detail.length).toBeLessThan(200);
      expect(rejected?.body).toContain(long);
    }
  });

  it("may nest deeper than JSON can be written", async () => {
    const depth = 200_000;
    const text = `{"specversion":"1.0","data":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const [rejected] = (await readEvents(text, NOW)).rejected;
    expect(rejected?.reason).toBe("notAnEvent");
    expect(rejected?.body).toBe(text);
    const [parsed] = (await readEvents(JSON.parse(text), NOW)).rejected;
    expect(parsed?.body).toContain("cannot be written");
  });
});
