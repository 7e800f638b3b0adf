import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecentEvent } from "../../../functions/domain/connection.ts";
import type { ConnectionEvent } from "../../../functions/domain/evidence.ts";
import { NO_EVENTS, fold } from "../../../functions/domain/fold.ts";
import type { Kept } from "../../../functions/domain/life.ts";
import { place, placeNewest, trim } from "../../../functions/domain/place.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { SETTINGS, T0, down, event, history, seq, shuffled, up } from "./histories.ts";

const noticed = (one: ConnectionEvent, noticedAt = one.at): RecentEvent => ({ ...one, noticedAt });
const kept = (...events: ConnectionEvent[]): Kept => ({
  base: NO_EVENTS,
  recent: events.map((one) => noticed(one)),
});
const min = (count: number): number => count * MINUTE_MS;

describe("place", () => {
  const before = kept(up(2, 0), down(4, min(1)));

  test.each<[string, ConnectionEvent, string, number[]]>([
    ["above all", up(5, min(2)), "newest", [2, 4, 5]],
    ["between", up(3, min(1)), "inserted", [2, 3, 4]],
    ["below all", down(1, 0), "inserted", [1, 2, 4]],
    ["the same event again", down(4, min(1)), "duplicate", [2, 4]],
    ["the same event again, its time set by its arrival", down(4, min(3)), "duplicate", [2, 4]],
    ["another content with a later time", event("connected", 4, min(2), "x"), "replaced", [2, 4]],
    ["the same id, but another kind, and later", event("connected", 4, min(2), "e4"), "replaced", [2, 4]],
    ["another content with an earlier time", event("disconnected", 4, 0, "x"), "conflict", [2, 4]],
    ["another content, the connect at the same time", event("connected", 4, min(1), "x"), "conflict", [2, 4]],
    ["another content, the greater event id", event("disconnected", 4, min(1), "zz"), "replaced", [2, 4]],
    ["another content, the lesser event id", event("disconnected", 4, min(1), "a"), "conflict", [2, 4]],
  ])("%s", (_title, one, name, sequences) => {
    const placed = place(before, noticed(one, T0 + min(9)));
    expect(placed.name).toBe(name);
    expect(placed.kept.recent.map(({ sequence }) => sequence)).toEqual(sequences.map(seq));
    expect(placed.kept === before).toBe(name === "duplicate" || name === "conflict");
  });

  test("of one sequence number's contents the same one is kept in every order", () => {
    const content = fc.record({
      kind: fc.constantFrom("connected" as const, "disconnected" as const),
      atMs: fc.constantFrom(0, 1, 2),
      id: fc.constantFrom("a", "b", "c"),
    });
    // The hub gives one event one id: kind and time follow from it.
    const contents = fc.uniqueArray(content, { minLength: 2, maxLength: 3, selector: ({ id }) => id });
    fc.assert(
      fc.property(
        contents.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([one, other]) => {
          const endOf = (all: typeof one): unknown =>
            all.reduce<Kept>(
              (state, { kind, atMs, id }) => place(state, noticed(event(kind, 7, atMs, id), T0)).kept,
              kept(),
            ).recent;
          expect(endOf(one)).toEqual(endOf(other));
        },
      ),
    );
  });

  test("the short way for the newest answers as the long one does, or not at all", () => {
    let answered = 0;
    fc.assert(
      fc.property(history, fc.nat(41), fc.integer({ min: -10, max: 60 }), (events, number, minute) => {
        const before = { ...kept(...events), head: fold(NO_EVENTS, events, SETTINGS) };
        const one = noticed(event("connected", number, min(minute), "new"));
        const short = placeNewest(before, one);
        if (short === undefined) return;
        answered += 1;
        const { name, kept: long } = place({ base: before.base, recent: before.recent }, one);
        expect(short).toEqual({ name, kept: long });
      }),
    );
    expect(answered).toBeGreaterThan(0);
  });

  test("any order gives the same order", () => {
    const events = Array.from({ length: 30 }, (_, index) => up(index + 1, index * SECOND_MS));
    fc.assert(
      fc.property(shuffled(events), (arrivals) => {
        const end = arrivals.reduce<Kept>((state, one) => place(state, noticed(one)).kept, kept());
        expect(end.recent).toEqual(kept(...events).recent);
      }),
    );
  });

  const based = (): Kept => ({
    ...kept(up(7, min(7))),
    base: fold(NO_EVENTS, [up(5, min(5)), down(6, min(6))], SETTINGS),
  });
  test.each([
    ["the last of the base again", down(6, min(6)), "duplicate"],
    ["below the base", up(4, min(5)), "beyondWindow"],
  ])("%s: %s", (_title, one, name) => {
    const before = based();
    expect(place(before, noticed(one))).toEqual({ name, kept: before });
  });

  test("a former life's event inserts nothing, but may part the lives", () => {
    const placed = place(kept(up(1, min(10))), noticed(down(9, 0)));
    expect(placed.name).toBe("formerLife");
    expect(placed.kept.tombstone?.at).toBe(T0 + min(10) - 1);
  });

  test("the first events after a tombstone are folded anew: they may admit what is kept aside", () => {
    const buried = { ...kept(), tombstone: { at: T0 } };
    expect(place(buried, noticed(up(1, 1))).name).toBe("inserted");
    const later = { ...kept(up(7, min(7))), base: based().base, tombstone: { at: T0 } };
    expect(place(later, noticed(down(8, min(8)))).name).toBe("newest");
  });
});

describe("trim", () => {
  const many = (count: number): Kept =>
    kept(
      ...Array.from({ length: count }, (_, i) =>
        event(i % 2 ? "disconnected" : "connected", i + 1, i * 1000),
      ),
    );

  test.each([
    [47, 0],
    [48, 16],
    [50, 16],
  ])("of %i events %i leave", (count, leaving) => {
    const before = many(count);
    const { kept: after, left } = trim(before, SETTINGS, T0 + min(5));
    expect(left).toEqual(before.recent.slice(0, leaving));
    expect(after.recent).toEqual(before.recent.slice(leaving));
    expect(fold(after.base, after.recent, SETTINGS)).toEqual(fold(before.base, before.recent, SETTINGS));
  });

  test("what nothing can precede any more leaves after a day: the day of its notice too", () => {
    const { recent } = many(16);
    const late = { ...noticed(up(16, 15_000)), noticedAt: T0 + min(30) };
    const before: Kept = { base: NO_EVENTS, recent: [...recent.slice(0, 15), late, noticed(up(17, 16_000))] };
    expect(trim(before, SETTINGS, T0 + min(30) + DAY_MS - 1).left).toEqual([]);
    expect(trim(before, SETTINGS, T0 + min(30) + DAY_MS).left).toEqual(before.recent.slice(0, 16));
  });

  test("the newest stays: it is what a repeated delivery is recognised by", () => {
    const before = many(20);
    const { kept: after } = trim(before, SETTINGS, T0 + 9 * DAY_MS);
    expect(after.recent).toEqual(before.recent.slice(19));
  });

  test.each([
    [16, 0],
    [17, 16],
  ])(
    "of %i that are older than a day %i leave: a document of their own is not for fewer",
    (count, leaving) => {
      expect(trim(many(count), SETTINGS, T0 + 9 * DAY_MS).left).toHaveLength(leaving);
    },
  );

  test("nothing to trim leaves the very object", () => {
    const before = many(2);
    expect(trim(before, SETTINGS, T0 + min(1)).kept).toBe(before);
  });

  test("what is kept aside is given up once the life has begun in the base: nothing can bring it in", () => {
    const steps = Array.from({ length: 47 }, (_, i) => up(i + 1, (i + 10) * 1000));
    const before = { ...kept(...steps, down(48, 5000)), tombstone: { at: T0 } };
    const { kept: after } = trim(before, SETTINGS, T0 + min(5));
    expect(after.recent).toEqual(before.recent.slice(16, 47));
    expect(after.base.drops).toBe(15);
  });

  test("what is kept aside leaves without a trace in the base", () => {
    const aside = Array.from({ length: 48 }, (_, i) => down(i + 1, (i + 1) * 1000));
    const { kept: after, left } = trim({ ...kept(...aside), tombstone: { at: T0 } }, SETTINGS, T0 + min(5));
    expect(left).toEqual([]);
    expect(after.base).toBe(NO_EVENTS);
    expect(after.recent).toHaveLength(32);
  });
});
