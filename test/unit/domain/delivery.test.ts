import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CLAIM_MS,
  deadState,
  deliveryId,
  deliveryLabel,
  isSettled,
  retryDelayMs,
  undeliveredId,
} from "../../../functions/domain/delivery.ts";
import type { Delivery } from "../../../functions/domain/delivery.ts";
import type { Notice } from "../../../functions/domain/notice.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { OPS, PHONE } from "./policies.ts";

const NOTICE: Notice = {
  word: "OFFLINE",
  code: "K7QM",
  incidentId: "h!gw!1",
  hub: "h",
  subject: "gw",
  count: 1,
  names: ["gw"],
  at: 1,
  since: 1,
  zone: "UTC",
};

describe("deliveryLabel", () => {
  test("shows of each phone number only its ends", () => {
    const id = deliveryId("h!d!000001", "opening", PHONE);
    expect(deliveryLabel(id)).toBe("h!d!000001!opening!sms%3A%2B47…00");
    const missed = { incidentId: "h!d!000001", target: PHONE };
    const other = { id: "sms:+4711111111", channel: "sms" } as const;
    expect(deliveryLabel(undeliveredId(missed, other))).toBe(
      "h!d!000001!undelivered!sms%3A%2B47…00!sms%3A%2B47…11",
    );
    expect(deliveryLabel(undeliveredId(missed, OPS))).toBe(
      "h!d!000001!undelivered!sms%3A%2B47…00!workflow%3Aops",
    );
  });
});

describe("retryDelayMs", () => {
  test.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [9, 1_280_000],
    [10, 30 * MINUTE_MS],
    [11, 30 * MINUTE_MS],
    [5_000, 30 * MINUTE_MS],
  ])("after attempt %i: %i ms, without jitter", (attempts, delayMs) => {
    expect(retryDelayMs(attempts, undefined, 0)).toBe(delayMs);
  });

  test("doubles from 5 s to 30 min, never shorter than asked, never more than a fifth longer", () => {
    const attempts = fc.integer({ min: 1, max: 10_000 });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        attempts,
        fc.option(fc.nat(7_200_000), { nil: undefined }),
        random,
        (count, asked, chance) => {
          const least = Math.max(Math.min(5_000 * 2 ** (count - 1), 30 * MINUTE_MS), asked ?? 0);
          const delayMs = retryDelayMs(count, asked, chance);
          expect(delayMs).toBeGreaterThanOrEqual(least);
          expect(delayMs).toBeLessThanOrEqual(Math.ceil(least * 1.2));
          expect(Number.isInteger(delayMs)).toBe(true);
        },
      ),
    );
  });

  test("spreads those that failed together", () => {
    expect(retryDelayMs(1, undefined, 0.99)).toBeGreaterThan(retryDelayMs(1, undefined, 0.01));
  });
});

describe("deliveryId", () => {
  test("one for each incident, purpose and target", () => {
    const ids = ["h!gw!1", "h!gw!2"].flatMap((incident) =>
      (["opening", "ending"] as const).flatMap((purpose) =>
        [OPS, PHONE].map((target) => deliveryId(incident, purpose, target)),
      ),
    );
    expect(new Set(ids).size).toBe(8);
  });

  test("contains nothing that a document's id cannot", () => {
    const id = deliveryId("h!gw!1", "opening", { id: "workflow:a/b#c?d\\e", channel: "teams-workflow" });
    expect(id).toBe("h!gw!1!opening!workflow%3Aa%2Fb%23c%3Fd%5Ce");
  });
});

test("people hear of a message that nobody will try any more, but not of one that says so itself", () => {
  const delivery = (purpose: Delivery["purpose"]): Delivery => ({
    id: "h!gw!1!x",
    incidentId: "h!gw!1",
    group: "h!gw",
    purpose,
    target: OPS,
    notice: NOTICE,
    state: { name: "pending", nextAttemptAt: 1 },
    attempts: 1,
    createdAt: 1,
  });
  const dead = { name: "dead", at: 7, error: "refused" };
  expect(deadState(delivery("opening"), 7, "refused")).toEqual({ ...dead, untold: true });
  expect(deadState(delivery("ending"), 7, "refused")).toEqual({ ...dead, untold: true });
  expect(deadState(delivery("undelivered"), 7, "refused")).toEqual(dead);
});

test("a claim outlasts the slowest sending, two calls of ten seconds each, and not a sweep", () => {
  expect(CLAIM_MS).toBeGreaterThan(20 * SECOND_MS);
  expect(CLAIM_MS).toBeLessThan(MINUTE_MS);
});

test.each([
  [{ name: "claimed", until: 1 }, false],
  [{ name: "pending", nextAttemptAt: 1 }, false],
  [{ name: "sent", at: 1, receipt: "r" }, true],
  [{ name: "failed", at: 1, error: "e" }, true],
  [{ name: "dead", at: 1, error: "e" }, true],
] as const)("%o settled: %j", (state, settled) => {
  expect(isSettled(state)).toBe(settled);
});
