/** The property of `order.test.ts` where it is hardest: with a base, with contradictions, with registrations between. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ConnectionEvent, Evidence } from "../../../functions/domain/evidence.ts";
import { SKEW_MS } from "../../../functions/domain/life.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { SETTINGS, T0, event, play, shuffled, truthOf } from "./histories.ts";
import { runs } from "./runs.ts";

const LATER = T0 + 20 * HOUR_MS;

interface Shape {
  readonly least: number;
  readonly most: number;
  readonly longestGapMs: number;
  readonly skewMs: number;
}

/** Rising numbers, hidden changes, boundaries of the grace, hub nodes whose clocks are up to `skewMs` behind. */
function historyOf({ least, most, longestGapMs, skewMs }: Shape): fc.Arbitrary<ConnectionEvent[]> {
  const step = fc.record({
    gapMs: fc.oneof(
      fc.integer({ min: 0, max: longestGapMs }),
      fc.constantFrom(0, SETTINGS.graceMs, SETTINGS.graceMs - 1),
    ),
    hidden: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
    behindMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: skewMs })),
  });
  return fc
    .record({
      startsDown: fc.boolean(),
      steps: fc.array(step, { minLength: least, maxLength: most, size: "max" }),
    })
    .map(({ startsDown, steps }) => {
      let isDown = !startsDown;
      let atMs = 0;
      return steps.map(({ gapMs, hidden, behindMs }, index) => {
        if (!hidden) isDown = !isDown;
        atMs += gapMs;
        return event(isDown ? "disconnected" : "connected", index + 1, Math.max(0, atMs - behindMs));
      });
    });
}

/** State and counts alone: what has left for the base depends on when it left. */
function amountOf(evidence: readonly Evidence[]): unknown {
  const { head, state } = play([...evidence, { kind: "sweep" }], () => LATER);
  return { head, state };
}

const withOrder = <T extends Evidence>(
  events: readonly T[],
): fc.Arbitrary<{ events: readonly T[]; arrivals: T[] }> =>
  shuffled(events).map((arrivals) => ({ events, arrivals }));

describe("any order ends in the same truth", () => {
  test.each([
    ["minutes apart", 5 * MINUTE_MS],
    ["seconds apart", 20 * SECOND_MS],
  ])("though most of the events have gone to the base: %s", (_title, longestGapMs) => {
    const long = historyOf({ least: 48, most: 140, longestGapMs, skewMs: SKEW_MS });
    fc.assert(
      fc.property(long.chain(withOrder), ({ events, arrivals }) => {
        expect(amountOf(arrivals)).toEqual(amountOf(events));
      }),
      runs(250),
    );
  });

  test("though numbers come with several contents", () => {
    const plain = historyOf({ least: 1, most: 40, longestGapMs: 15 * MINUTE_MS, skewMs: 90 * SECOND_MS });
    const other = fc.record({
      of: fc.nat(39),
      earlierMs: fc.integer({ min: 0, max: 30 * SECOND_MS }),
      flip: fc.boolean(),
    });
    const contradicting = fc.tuple(plain, fc.array(other, { maxLength: 8 })).map(([events, others]) =>
      events.flatMap((one, index) => [
        one,
        ...others.flatMap(({ of, earlierMs, flip }, count): ConnectionEvent[] => {
          if (of !== index) return [];
          const flipped = one.kind === "connected" ? "disconnected" : "connected";
          return [{ ...one, at: one.at - earlierMs, kind: flip ? flipped : one.kind, eventId: `x${count}` }];
        }),
      ]),
    );
    fc.assert(
      fc.property(contradicting.chain(withOrder), ({ events, arrivals }) => {
        expect(
          truthOf(
            play(arrivals, () => LATER),
            LATER,
          ),
        ).toEqual(
          truthOf(
            play(events, () => LATER),
            LATER,
          ),
        );
      }),
      runs(2000),
    );
  });

  test.each([true, false])("though a registration comes between two lives (a deletion too: %j)", (isTold) => {
    const life = historyOf({ least: 1, most: 8, longestGapMs: 3 * MINUTE_MS, skewMs: SKEW_MS });
    const gapMs = fc.integer({ min: SKEW_MS + 2, max: 30 * MINUTE_MS });
    const story = fc.tuple(life, life, gapMs).map(([first, second, gap]): Evidence[] => {
      const former = first.map((one, index) => ({ ...event(one.kind, 1_000 + index, 0), at: one.at }));
      const end = Math.max(...former.map((one) => one.at));
      const start = Math.min(...second.map((one) => one.at));
      const present = second.map((one) => ({
        ...one,
        at: one.at - start + end + gap,
        eventId: `p${one.eventId}`,
      }));
      const deleted: Evidence[] = isTold ? [{ kind: "deleted", at: end + 1 }] : [];
      return [...former, ...deleted, { kind: "created", at: end + Math.floor(gap / 2) }, ...present];
    });
    fc.assert(
      fc.property(story.chain(withOrder), ({ events, arrivals }) => {
        expect(
          truthOf(
            play(arrivals, () => LATER),
            LATER,
          ),
        ).toEqual(
          truthOf(
            play(events, () => LATER),
            LATER,
          ),
        );
      }),
      runs(2000),
    );
  });
});
