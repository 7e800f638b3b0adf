import { describe, expect, it, test } from "vitest";
import type { ConnectionEvent } from "../../../functions/domain/evidence.ts";
import { fold, judge, lapse, NO_EVENTS } from "../../../functions/domain/fold.ts";
import type { Waits } from "../../../functions/domain/fold.ts";
import { renewalPeriod } from "../../../functions/domain/renewal.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { SETTINGS, T0, down, up } from "./histories.ts";

const min = (count: number): number => T0 + count * MINUTE_MS;
const IMPATIENT: Waits = { ...SETTINGS, graceMs: 30 * SECOND_MS };

/** Drops at these minutes, each so many seconds long. */
function drops(...list: readonly (readonly [minute: number, seconds: number])[]): ConnectionEvent[] {
  const events = list.flatMap(([minute, seconds], index) => {
    const [number, at] = [index * 2 + 2, minute * MINUTE_MS];
    // One that the hub's snapshot hides shows only in a second connect.
    return seconds === 0 ? [up(number, at)] : [down(number, at), up(number + 1, at + seconds * SECOND_MS)];
  });
  return [up(1, -MINUTE_MS), ...events];
}

const renewing = (...minutes: readonly number[]): ConnectionEvent[] =>
  drops(...minutes.map((minute) => [minute, 40] as const));

const periodAt = (events: readonly ConnectionEvent[], minute: number): number | undefined =>
  renewalPeriod(lapse(fold(NO_EVENTS, events, SETTINGS), min(minute), SETTINGS).rhythm, min(minute));

describe("three short drops in the same rhythm", () => {
  test.each([
    ["hourly", renewing(0, 65, 130), 65],
    ["with the shortest period", renewing(0, 45, 90), 45],
    ["with the longest period", renewing(0, 80, 160), 80],
    ["with periods that differ by a tenth of their mean", renewing(0, 57, 120), 63],
    ["hidden by the snapshot", drops([0, 0], [65, 0], [130, 0]), 65],
    ["two hidden and one seen", drops([0, 0], [65, 30], [130, 30]), 65],
    ["as long as one may be", drops([0, 180], [65, 180], [130, 20]), 65],
  ])("are a renewal: %s", (_name, events, period) => {
    const head = fold(NO_EVENTS, events, SETTINGS);
    expect(periodAt(events, 161)).toBe(period * MINUTE_MS);
    expect(head.damping?.runDrops).toBe(1);
    expect(head.drops).toBe(3);
  });

  test.each([
    ["two are too few", renewing(0, 65)],
    ["too soon", renewing(0, 44, 88)],
    ["too late", renewing(0, 81, 162)],
    ["out of rhythm", renewing(0, 56, 120)],
    ["something between", renewing(0, 30, 65, 130)],
    ["the first too long", drops([0, 181], [65, 30], [130, 30])],
    ["the second too long", drops([0, 30], [65, 181], [130, 30])],
    ["the third too long", drops([0, 30], [65, 30], [130, 180])],
  ])("are none: %s", (_name, events) => {
    expect(periodAt(events, 170)).toBeUndefined();
  });
});

describe("a renewal", () => {
  it("counts neither as a drop nor towards flapping", () => {
    const two = fold(NO_EVENTS, renewing(0, 65), SETTINGS).damping;
    expect(fold(NO_EVENTS, renewing(0, 65, 130, 195, 260), SETTINGS).damping).toEqual(two);
  });

  it("waits for three minutes where the grace is shorter, and for the grace where that is longer", () => {
    const head = fold(NO_EVENTS, [...renewing(0, 65), down(9, 130 * MINUTE_MS)], IMPATIENT);
    expect(judge(head, min(131), IMPATIENT)).toMatchObject({ name: "suspect", deadline: min(133) });
    expect(judge(head, min(133) - 1, IMPATIENT)).toMatchObject({ name: "suspect" });
    expect(judge(head, min(133), IMPATIENT)).toMatchObject({ name: "offline", since: min(130) });
    expect(judge(head, min(131), SETTINGS)).toMatchObject({ name: "suspect", deadline: min(135) });
    const first = fold(NO_EVENTS, [...renewing(0), down(9, 65 * MINUTE_MS)], IMPATIENT);
    expect(judge(first, min(66), IMPATIENT)).toMatchObject({ name: "offline" });
  });

  it("that does not come back is none: it counts from its beginning, and as an outage when it lasted its grace", () => {
    const head = fold(NO_EVENTS, [...renewing(0, 65), down(9, 130 * MINUTE_MS)], SETTINGS);
    const drop = lapse(head, min(133), SETTINGS);
    expect(drop.damping).toMatchObject({ at: min(130), runDrops: 1 });
    const outage = lapse(head, min(135), SETTINGS);
    expect((outage.damping?.penalty ?? 0) - (drop.damping?.penalty ?? 0)).toBeCloseTo(0.5, 10);
    // The same, learnt in one step and afterwards.
    const late = fold(head, [up(10, 140 * MINUTE_MS)], SETTINGS);
    expect(late.damping).toEqual(outage.damping);
  });

  it("is said of an identity until two periods have passed without one", () => {
    const events = renewing(0, 65, 130);
    expect(periodAt(events, 259.99)).toBe(65 * MINUTE_MS);
    expect(periodAt(events, 260)).toBeUndefined();
  });

  it("is said on after a short drop off the rhythm, and no more after one that outlasts the gap", () => {
    expect(periodAt([...renewing(0, 65, 130), down(20, 150 * MINUTE_MS), up(21, 151 * MINUTE_MS)], 152)).toBe(
      65 * MINUTE_MS,
    );
    const long = [...renewing(0, 65, 130), down(20, 150 * MINUTE_MS)];
    expect(periodAt(long, 152)).toBe(65 * MINUTE_MS);
    expect(periodAt(long, 153)).toBeUndefined();
    expect(periodAt([...long, up(21, 160 * MINUTE_MS)], 161)).toBeUndefined();
  });

  it("that fails leaves the label of the one before it", () => {
    const failed = [...renewing(0, 65, 130), down(20, 195 * MINUTE_MS), up(21, 205 * MINUTE_MS)];
    expect(periodAt(failed, 206)).toBe(65 * MINUTE_MS);
    expect(periodAt(failed, 260)).toBeUndefined();
  });
});
