import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../../functions/domain/time.ts";
import { SKEW_MS } from "../../../functions/domain/life.ts";
import type { ConnectionEvent, Evidence } from "../../../functions/domain/evidence.ts";
import { T0, event, history, play, recordsOf, shuffled, truthOf } from "./histories.ts";
import { runs } from "./runs.ts";

const RUNS = runs(3000);
const LATER = T0 + 20 * HOUR_MS;

const withOrder = history.chain((events) => shuffled(events).map((arrivals) => ({ events, arrivals })));

describe("the state is a fold of a set", () => {
  test("any order and repetition of the events ends in the same truth", () => {
    fc.assert(
      fc.property(withOrder, ({ events, arrivals }) => {
        const inOrder = play(events, () => LATER);
        const asArrived = play(arrivals, () => LATER);
        expect(truthOf(asArrived, LATER)).toEqual(truthOf(inOrder, LATER));
      }),
      RUNS,
    );
  });

  test("arriving live, with timers running between, ends in the same truth as learnt afterwards", () => {
    fc.assert(
      fc.property(withOrder, fc.integer({ min: 0, max: 10 * MINUTE_MS }), ({ events, arrivals }, delayMs) => {
        let clock = T0;
        const times = arrivals.map((one) => (clock = Math.max(clock, one.at + delayMs)));
        const live: Evidence[] = arrivals.flatMap((one): Evidence[] => [one, { kind: "sweep" }]);
        const lived = play(live, (index) => times[Math.floor(index / 2)] ?? clock);
        expect(truthOf(lived, LATER)).toEqual(
          truthOf(
            play(events, () => LATER),
            LATER,
          ),
        );
      }),
      RUNS,
    );
  });

  test("the records that stand in the end are the same, whatever was written and retracted on the way", () => {
    fc.assert(
      fc.property(withOrder, ({ events, arrivals }) => {
        let clock = T0;
        const times = arrivals.map((one) => (clock = Math.max(clock, one.at)));
        const live = recordsOf(arrivals, (index) => times[index] ?? clock, LATER);
        expect(live).toEqual(recordsOf(events, () => LATER, LATER));
      }),
      RUNS,
    );
  });
});

/** Two lives of one device id: the second begins more than the skew after the first, its numbers start anew. */
const twoLives = fc
  .record({
    first: history,
    second: history,
    gapMs: fc.integer({ min: SKEW_MS + 1, max: 30 * MINUTE_MS }),
    firstNumber: fc.integer({ min: 200, max: 300 }),
  })
  .map(({ first, second, gapMs, firstNumber }) => {
    const former = first
      .slice(-12)
      .map((one, index): ConnectionEvent => ({ ...event(one.kind, firstNumber + index, 0), at: one.at }));
    const end = Math.max(...former.map((one) => one.at));
    const start = Math.min(...second.slice(0, 12).map((one) => one.at));
    const present = second.slice(0, 12).map((one): ConnectionEvent => ({
      ...one,
      at: one.at - start + end + gapMs,
      eventId: `p${one.eventId}`,
    }));
    return { former, present, deletedAt: end + 1 };
  });

describe("lives", () => {
  test("a new life whose numbers start anew is found in any order", () => {
    fc.assert(
      fc.property(
        twoLives.chain(({ former, present }) =>
          shuffled([...former, ...present]).map((arrivals) => ({ former, present, arrivals })),
        ),
        ({ former, present, arrivals }) => {
          const inOrder = play([...former, ...present], () => LATER);
          const asArrived = play(arrivals, () => LATER);
          expect(truthOf(asArrived, LATER)).toEqual(truthOf(inOrder, LATER));
        },
      ),
      RUNS,
    );
  });

  test("a deletion that comes at any moment parts the lives at its own time", () => {
    fc.assert(
      fc.property(
        twoLives.chain(({ former, present, deletedAt }) => {
          const deleted: Evidence = { kind: "deleted", at: deletedAt };
          return shuffled<Evidence>([...former, deleted, ...present]).map((arrivals) => ({
            inOrder: [...former, deleted, ...present],
            arrivals,
            deletedAt,
          }));
        }),
        ({ inOrder, arrivals, deletedAt }) => {
          const expected = play(inOrder, () => LATER);
          expect(expected.tombstone).toEqual({ at: deletedAt });
          expect(
            truthOf(
              play(arrivals, () => LATER),
              LATER,
            ),
          ).toEqual(truthOf(expected, LATER));
        },
      ),
      RUNS,
    );
  });
});
