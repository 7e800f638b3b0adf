import { expect, test } from "vitest";
import { lastSeen } from "../../../functions/domain/connection.ts";
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
