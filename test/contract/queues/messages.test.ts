/** What is one of our queue messages, and what is not. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeText,
  encodeText,
  parseDeadlineMessage,
  parseNotificationMessage,
} from "../../../functions/adapters/storage-queue/messages.ts";
import { parseSequence } from "../../../functions/domain/sequence.ts";

const sequence = parseSequence("0A") ?? expect.fail("a sequence");
const device = { identity: { hub: "contoso-hub", deviceId: "rpihat2" }, sequence, dueAt: 1_795_251_900_123 };
const module = { ...device, identity: { ...device.identity, moduleId: "$edgeHub" } };
const incident = { incident: "i1", at: 1_795_251_900_123 };
const delivery = { delivery: "d1", incidentId: "i1", at: 1_795_251_900_123 };

describe("what we send is what we read", () => {
  const sent = (message: object): string => decodeText(encodeText(JSON.stringify(message)));

  test.each([device, module])("a deadline of $identity", (message) => {
    expect(parseDeadlineMessage(sent(message))).toEqual(message);
    // The host parses JSON by itself.
    expect(parseDeadlineMessage(JSON.parse(sent(message)))).toEqual(message);
    expect(parseNotificationMessage(message)).toBeUndefined();
  });

  test.each([incident, delivery])("a notification %j", (message) => {
    expect(parseNotificationMessage(sent(message))).toEqual(message);
    expect(parseNotificationMessage(JSON.parse(sent(message)))).toEqual(message);
    expect(parseDeadlineMessage(message)).toBeUndefined();
  });

  test("whatever the ids are made of", () => {
    const id = fc.string({ unit: "binary", minLength: 1 }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(id, id, (deviceId, moduleId) => {
        const message = { ...device, identity: { hub: "h", deviceId, moduleId } };
        expect(parseDeadlineMessage(sent(message))).toEqual(message);
      }),
    );
  });
});

test("the count of replays that the sweep adds does not disturb", () => {
  expect(parseDeadlineMessage({ ...device, replays: 2 })).toEqual(device);
  expect(parseNotificationMessage({ ...delivery, replays: 2 })).toEqual(delivery);
});

test("a sequence number is read in its one form", () => {
  expect(parseDeadlineMessage({ ...device, sequence: "a" })).toEqual(device);
});

describe("what is none is undefined", () => {
  test.each([
    { why: "no JSON", body: "{" },
    { why: "nothing", body: undefined },
    { why: "null", body: null },
    { why: "a list", body: [device] },
    { why: "no identity", body: { sequence, dueAt: 1 } },
    { why: "an empty device id", body: { ...device, identity: { hub: "h", deviceId: "" } } },
    { why: "an empty module id", body: { ...module, identity: { ...module.identity, moduleId: "" } } },
    { why: "a sequence that is not hexadecimal", body: { ...device, sequence: "xyz" } },
    { why: "a time in words", body: { ...device, dueAt: "2026-11-21T09:00:00Z" } },
    { why: "half a millisecond", body: { ...device, dueAt: 0.5 } },
  ])("a deadline: $why", ({ body }) => {
    expect(parseDeadlineMessage(body)).toBeUndefined();
  });

  test.each([
    { why: "no JSON", body: "incident" },
    { why: "a number", body: 5 },
    { why: "no time", body: { incident: "i1" } },
    { why: "a delivery without its incident", body: { delivery: "d1", at: 1 } },
    { why: "an empty incident", body: { incident: "", at: 1 } },
  ])("a notification: $why", ({ body }) => {
    expect(parseNotificationMessage(body)).toBeUndefined();
  });
});

describe("what lies in a poison queue", () => {
  test.each([
    ["base64", "eyJhIjoiw7gifQ==", '{"a":"ø"}'],
    ["base64 that somebody wrapped", "eyJhIjoi\r\nw7gifQ==\n", '{"a":"ø"}'],
    ["nothing", "", ""],
    ["JSON that nobody encoded", '{"a":"ø"}', '{"a":"ø"}'],
    ["almost base64", "eyJhIjoiw7gifQ=", "eyJhIjoiw7gifQ="],
  ])("is %s", (_, text, content) => {
    expect(decodeText(text)).toBe(content);
  });
});
