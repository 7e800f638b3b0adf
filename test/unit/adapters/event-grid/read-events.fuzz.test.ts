import * as fc from "fast-check";
import { expect, it } from "vitest";

import { readEvents } from "../../../../functions/adapters/event-grid/read-events.ts";
import type { AcceptedEvent, UnreadEvent } from "../../../../functions/adapters/event-grid/read-events.ts";
import { identityKey, parseIdentityKey } from "../../../../functions/domain/identity.ts";
import { parseSequence } from "../../../../functions/domain/sequence.ts";
import { MINUTE_MS } from "../../../../functions/domain/time.ts";
import { FIXTURES, fixture, NOW } from "./samples.ts";

const RUNS = 3_000;

/** Where a mutation strikes: the names that the reader looks at, wherever they stand. */
const FIELDS = (
  "id source topic specversion type eventType subject time eventTime data data_base64 dataVersion " +
  "metadataVersion hubName deviceId moduleId systemProperties deviceConnectionStateEventInfo sequenceNumber " +
  "iothub-connection-device-id iothub-connection-module-id"
).split(" ");

const hostile = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: "binary", maxLength: 140 }),
  fc.constantFrom(
    "",
    "A",
    "..",
    "1".repeat(65),
    "x".repeat(129),
    "2022-02-30T00:00:00Z",
    "9999-12-31T23:59:59Z",
  ),
  fc.constantFrom<unknown>(null, 0, -1, [], {}, "{}", "null"),
);

const mutation = fc.record({
  field: fc.constantFrom(...FIELDS),
  value: fc.option(hostile, { nil: undefined }),
});

/** The JSON text of an event in which every field of these names has another value, or is gone. */
function mutated(event: unknown, mutations: readonly { field: string; value: unknown }[]): string {
  const values = new Map(mutations.map(({ field, value }) => [field, value]));
  return JSON.stringify(event, (key, value: unknown) => (values.has(key) ? values.get(key) : value));
}

const element = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(fc.constantFrom(...FIXTURES.flatMap(fixture)), fc.array(mutation, { maxLength: 3 }))
      .map(([event, mutations]) => mutated(event, mutations)),
  },
  { weight: 1, arbitrary: fc.json() },
);

function expectSound({ evidence, identity, eventId }: AcceptedEvent): void {
  expect(parseIdentityKey(identityKey(identity))).toEqual(identity);
  expect(identity.hub).toBe(identity.hub.toLowerCase());
  for (const id of [identity.deviceId, identity.moduleId ?? "x"]) expect(id).toMatch(/^[!-.0-~]{1,128}$/);
  expect(eventId).toMatch(/^[^]{1,256}$/);
  expect(Number.isSafeInteger(evidence.at)).toBe(true);
  expect(evidence.at).toBeGreaterThanOrEqual(0);
  expect(evidence.at).toBeLessThanOrEqual(NOW + 2 * MINUTE_MS);
  if (evidence.kind !== "connected" && evidence.kind !== "disconnected") return;
  expect(parseSequence(evidence.sequence)).toBe(evidence.sequence);
  expect(evidence.eventId).toBe(eventId);
}

function expectKept({ reason, detail }: UnreadEvent): void {
  expect(["notJson", "notAnEvent", "unknownType", "badIdentity", "badSequence", "badTime"]).toContain(reason);
  expect(detail.length).toBeLessThan(300);
}

it("reads or refuses every element of any batch, and throws for none", async () => {
  let acceptedInAll = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(element, { minLength: 1, maxLength: 3 }), async (elements) => {
      const { accepted, rejected } = await readEvents(`[${elements.join(",")}]`, NOW);
      expect(accepted.length + rejected.length).toBe(elements.length);
      accepted.forEach(expectSound);
      rejected.forEach(expectKept);
      acceptedInAll += accepted.length;
    }),
    { numRuns: RUNS },
  );
  // Mutations that break everything would prove nothing of what is accepted.
  expect(acceptedInAll).toBeGreaterThan(RUNS / 10);
});

it("reads or refuses any text", async () => {
  const cut = fc
    .tuple(element, fc.nat(400), fc.string({ unit: "binary", maxLength: 5 }))
    .map(([text, at, noise]) => text.slice(0, at) + noise + text.slice(at + noise.length));
  await fc.assert(
    fc.asyncProperty(cut, async (text) => {
      const { accepted, rejected } = await readEvents(text, NOW);
      accepted.forEach(expectSound);
      rejected.forEach(expectKept);
      const unparsed = rejected.filter(({ reason }) => reason === "notJson");
      expect(unparsed.every(({ body }) => body === text.replace(/^\uFEFF/, ""))).toBe(true);
    }),
    { numRuns: RUNS },
  );
});
