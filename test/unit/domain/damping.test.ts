import { describe, expect, it, test } from "vitest";
import { addDrop, addOutage, isSuppressed, penaltyAt, reuseAt } from "../../../functions/domain/damping.ts";
import type { Damping } from "../../../functions/domain/damping.ts";
import { fold, lapse, NO_EVENTS } from "../../../functions/domain/fold.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { SETTINGS, T0, down, up } from "./histories.ts";
import { FLAPPING } from "./policies.ts";

const min = (count: number): number => T0 + count * MINUTE_MS;

/** Drops so many minutes after T0. */
function after(...minutes: readonly number[]): Damping {
  let damping: Damping | undefined;
  for (const minute of minutes) damping = addDrop(damping, min(minute), FLAPPING);
  if (damping === undefined) throw new Error("no drop");
  return damping;
}

describe("the penalty", () => {
  it("halves in a half-life", () => {
    const one = after(0);
    expect([0, 15, 30, 60].map((minute) => penaltyAt(one, min(minute), FLAPPING))).toEqual([
      1, 0.5, 0.25, 0.0625,
    ]);
    expect(after(0, 15).penalty).toBe(1.5);
    expect(penaltyAt(undefined, min(0), FLAPPING)).toBe(0);
  });

  it("is clamped at each drop, so that a suppression ends an hour after the last at the latest", () => {
    const many = after(...Array.from({ length: 500 }, (_, index) => index / 100));
    expect(many.penalty).toBe(16);
    expect(reuseAt(many, FLAPPING)).toBe(many.at + 60 * MINUTE_MS);
  });

  it("of an outage is that of its drop as if it had been known at once", () => {
    expect(addOutage(after(0), FLAPPING)).toMatchObject({ penalty: 1.5, at: min(0) });
    expect(addOutage({ ...after(0), penalty: 15.8 }, FLAPPING).penalty).toBe(16);
    // A policy may count an outage less than a drop: then it adds nothing.
    expect(addOutage(after(0), { ...FLAPPING, outage: 0.5 }).penalty).toBe(1);
  });
});

describe("a suppression", () => {
  it("begins with the drop that reaches the threshold, and ends where the penalty has fallen to the reuse", () => {
    const two = after(0, 0);
    expect(isSuppressed(two, min(0), FLAPPING)).toBe(false);
    const three = after(0, 0, 0);
    expect(three).toMatchObject({ penalty: 3, suppressedSince: min(0) });
    const end = reuseAt(three, FLAPPING);
    // 15 min × log2(3)
    expect(end - min(0)).toBe(Math.ceil(15 * MINUTE_MS * Math.log2(3)));
    expect([end - 1, end].map((at) => isSuppressed(three, at, FLAPPING))).toEqual([true, false]);
  });

  it("goes on with a drop before its end, and is another one after it", () => {
    const end = reuseAt(after(0, 0, 0), FLAPPING) - T0;
    const again = (ms: number): Damping => addDrop(after(0, 0, 0), T0 + ms, FLAPPING);
    expect(again(end - 1).suppressedSince).toBe(min(0));
    expect(again(end).suppressedSince).toBeUndefined();
  });

  it("can begin with an outage, and then began with its drop", () => {
    const close = after(0, 3, 4);
    expect(close.suppressedSince).toBeUndefined();
    expect(addOutage(close, FLAPPING).suppressedSince).toBe(min(4));
    const outage = (penalty: number): Damping => addOutage({ ...after(0), penalty }, FLAPPING);
    expect([2.499, 2.5].map((penalty) => outage(penalty).suppressedSince)).toEqual([undefined, min(0)]);
  });

  it("that has begun goes on with an outage, since when it did", () => {
    expect(addOutage(after(0, 0, 0, 4), FLAPPING).suppressedSince).toBe(min(0));
  });

  it("ends where the penalty has fallen to the reuse, whatever that is", () => {
    // From 3 to 1.5 is one half-life.
    expect(reuseAt(after(0, 0, 0), { ...FLAPPING, reuse: 1.5 })).toBe(min(15));
  });
});

describe("the run", () => {
  test.each([
    ["one drop", [0], 1, 0],
    ["drops up to a half-life apart", [0, 15, 30], 3, 0],
    ["a drop later than that begins another", [0, 15.1, 20], 2, 15.1],
    ["all of a suppression", [0, 1, 2, 3, 30], 5, 0],
  ])("%s", (_name, minutes, count, since) => {
    expect(after(...minutes)).toMatchObject({ runDrops: count, runSince: min(since) });
  });
});

test("an $edgeHub that toggles every 60 s for 4 h is reused 52 to 53 min after its last drop", () => {
  const events = Array.from({ length: 240 }, (_, index) =>
    (index % 2 === 0 ? down : up)(index + 2, index * MINUTE_MS),
  );
  const { damping, drops } = fold(NO_EVENTS, [up(1, -10 * MINUTE_MS), ...events], SETTINGS);
  if (damping === undefined) throw new Error("no drop");
  expect(drops).toBe(120);
  expect(damping.suppressedSince).toBe(min(6));
  expect(damping).toMatchObject({ runSince: min(0), runDrops: 120 });
  const minutes = (reuseAt(damping, FLAPPING) - damping.at) / MINUTE_MS;
  expect(minutes).toBeGreaterThan(52);
  expect(minutes).toBeLessThan(53);
});

test("hidden drops count, a confirmed outage once: its re-drops while it recovers add a drop each", () => {
  const events = [up(1, 0), up(2, 60 * SECOND_MS), down(3, 120 * SECOND_MS)];
  const head = fold(NO_EVENTS, events, SETTINGS);
  const confirmed = lapse(head, min(8), SETTINGS);
  const before = penaltyAt(head.damping, head.since, FLAPPING);
  expect(before).toBeCloseTo(1 + 2 ** (-1 / 15), 10);
  expect(confirmed.damping?.penalty).toBeCloseTo(before + 0.5, 10);
  const again = fold(confirmed, [up(4, 8 * MINUTE_MS), down(5, 8.5 * MINUTE_MS)], SETTINGS);
  const later = lapse(again, min(60), SETTINGS);
  expect(later.damping).toEqual(again.damping);
  expect(again.damping?.runDrops).toBe(3);
});
