import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Head, Judged, RecentEvent } from "../../../functions/domain/connection.ts";
import type { ConnectionEvent } from "../../../functions/domain/evidence.ts";
import { NO_EVENTS, counted, fold, judge, waitMs } from "../../../functions/domain/fold.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { SETTINGS, T0, down, history, seq, up } from "./histories.ts";
import { retell } from "./retelling.ts";
import { runs } from "./runs.ts";

const min = (count: number): number => count * MINUTE_MS;
const headOf = (...events: ConnectionEvent[]): Head => fold(NO_EVENTS, events, SETTINGS);

describe("the fold", () => {
  test("tells what a plain retelling of the same history tells", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 10 * MINUTE_MS }), (events, laterMs) => {
        const now = T0 + events.reduce((last, one) => Math.max(last, one.at - T0), 0) + laterMs;
        const head = headOf(...events);
        const { drops, outages, lastConnectedAt, lastDisconnectedAt } = head;
        const state = judge(head, now, SETTINGS);
        expect({ state, drops, outages, lastConnectedAt, lastDisconnectedAt }).toEqual(
          retell(events, now, SETTINGS),
        );
      }),
      runs(1000),
    );
  });

  test.each<[string, ConnectionEvent[], number]>([
    ["a first connect", [up(1, 0)], 0],
    ["a first disconnect", [down(1, 0)], 1],
    ["two connects hide one", [up(1, 0), up(3, min(1))], 1],
    ["of two disconnects the first is known, the second hides a return", [down(1, 0), down(3, min(1))], 2],
    [
      "the late disconnect between two connects is the one they hid",
      [up(1, 0), down(2, 1), up(3, min(1))],
      1,
    ],
  ])("drops: %s", (_title, events, drops) => {
    expect(headOf(...events).drops).toBe(drops);
  });

  test("an outage is counted once, whatever drops it continues through", () => {
    const outage = [up(1, 0), down(2, min(1)), up(3, min(10)), down(4, min(11)), up(5, min(30))];
    expect(headOf(...outage)).toMatchObject({ outages: 1, drops: 2 });
    const again = [...outage, down(6, min(40)), up(7, min(50))];
    expect(headOf(...again)).toMatchObject({ outages: 2, drops: 3 });
  });
});

describe("waitMs", () => {
  const head = (): Head => headOf(up(1, 0), down(2, min(1)));
  const judged = (changes: Partial<Judged> = {}): Judged => ({
    cause: seq(2),
    link: "down",
    afterMs: 20 * SECOND_MS,
    ...changes,
  });

  test.each<[string, Judged | undefined, number]>([
    ["the grace, where nothing was judged", undefined, SETTINGS.graceMs],
    ["what a deadline already waited, where the policy waits longer now", judged(), 20 * SECOND_MS],
    ["the grace, where the policy waits less now", judged({ afterMs: min(9) }), SETTINGS.graceMs],
    ["the grace, where another event was judged", judged({ cause: seq(1) }), SETTINGS.graceMs],
    ["the grace, where a connect of that number was judged", judged({ link: "up" }), SETTINGS.graceMs],
  ])("%s", (_title, one, ms) => {
    expect(waitMs(head(), { ...SETTINGS, judged: one })).toBe(ms);
  });

  test("a connect waits for the recovery", () => {
    expect(waitMs(headOf(up(1, 0)), SETTINGS)).toBe(SETTINGS.recoveryMs);
  });
});

describe("counted: a life after a tombstone does not begin with a disconnect", () => {
  const recent = (events: readonly ConnectionEvent[]): RecentEvent[] =>
    events.map((one) => ({ ...one, noticedAt: one.at }));
  const numbersOf = (events: readonly ConnectionEvent[]): string[] => events.map(({ sequence }) => sequence);
  const tombstone = { at: T0 - 1 };

  test.each<[string, ConnectionEvent[], number[]]>([
    ["no connect: none counts", [down(1, 0), down(2, 1)], []],
    ["one stamped after the connect counts", [up(1, 0), down(2, 1)], [1, 2]],
    ["one stamped before it does not, though its number is higher", [up(1, 2), down(2, 1)], [1]],
    ["one stamped after it does, though its number is lower", [down(1, 3), up(2, 2)], [1, 2]],
    ["at the same instant the number decides: above", [up(1, 5), down(2, 5)], [1, 2]],
    ["at the same instant the number decides: below", [down(1, 5), up(2, 5)], [2]],
    ["the earliest connect counts, whatever its number", [up(1, 9), down(2, 6), up(3, 5)], [1, 2, 3]],
    ["not a later one", [up(1, 5), down(2, 6), up(3, 9)], [1, 2, 3]],
    ["of two connects at one instant the lower number", [up(1, 5), down(2, 5), up(3, 5)], [1, 2, 3]],
  ])("%s", (_title, events, numbers) => {
    expect(numbersOf(counted(NO_EVENTS, recent(events), tombstone))).toEqual(numbers.map(seq));
  });

  test("what has gone to the base has begun the life", () => {
    const events = recent([down(2, 1)]);
    expect(counted(headOf(up(1, 0)), events, tombstone)).toEqual(events);
  });

  test("without a tombstone we join in the middle: everything counts", () => {
    const events = recent([down(2, 1)]);
    expect(counted(NO_EVENTS, events, undefined)).toEqual(events);
  });
});
