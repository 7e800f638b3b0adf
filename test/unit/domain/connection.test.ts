import { expect, test } from "vitest";
import { isPast, lastSeen, outSince } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down, play, up } from "./histories.ts";

test("nothing is seen of an identity that nobody heard of", () => {
  expect(lastSeen(unknownConnection(IDENTITY))).toBeUndefined();
});

test("telemetry alone is a sign of life", () => {
  expect(lastSeen(play([{ kind: "telemetry", at: T0 }], () => T0))).toBe(T0);
});

test("the latest of connection events and telemetry counts", () => {
  const online = play([up(1, 0), down(2, MINUTE_MS)], () => T0);
  expect(lastSeen(online)).toBe(T0 + MINUTE_MS);
  const at = T0 + 10 * MINUTE_MS;
  expect(lastSeen(decide(online, { kind: "telemetry", at }, SETTINGS, at).next)).toBe(at);
});

test("it never goes back, whatever is learnt late", () => {
  const seen = play([up(3, 10 * MINUTE_MS)], () => T0);
  const later = decide(seen, down(2, MINUTE_MS), SETTINGS, T0 + 11 * MINUTE_MS).next;
  expect(lastSeen(later)).toBe(T0 + 10 * MINUTE_MS);
});

const part = { id: "contoso-hub!pump-1!x", outAt: T0, noticedAt: T0 };

test.each([
  ["its only outage", part, T0],
  ["the first of several", { ...part, firstOutAt: T0 - 1 }, T0 - 1],
  ["the last, where late evidence moved that before the first", { ...part, firstOutAt: T0 + 1 }, T0],
])("a member is out since %s", (_title, member, since) => {
  expect(outSince(member)).toBe(since);
});

test("a member's part is past once it is back or gone", () => {
  expect(isPast(part)).toBe(false);
  expect(isPast({ ...part, backAt: T0 })).toBe(true);
  expect(isPast({ ...part, goneAt: T0 })).toBe(true);
});
