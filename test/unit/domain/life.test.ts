import { describe, expect, test } from "vitest";
import type { RecentEvent, Tombstone } from "../../../functions/domain/connection.ts";
import type { ConnectionEvent } from "../../../functions/domain/evidence.ts";
import { NO_EVENTS, fold } from "../../../functions/domain/fold.ts";
import { SKEW_MS, bury, highest, partLives } from "../../../functions/domain/life.ts";
import type { Kept } from "../../../functions/domain/life.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { SETTINGS, T0, down, seq, up } from "./histories.ts";

const kept = (events: readonly ConnectionEvent[], tombstone?: Tombstone): Kept => ({
  base: NO_EVENTS,
  recent: events.map((event): RecentEvent => ({ ...event, noticedAt: event.at })),
  tombstone,
});
const withBase = (below: readonly ConnectionEvent[], above: readonly ConnectionEvent[]): Kept => ({
  ...kept(above),
  base: fold(NO_EVENTS, below, SETTINGS),
});
const inferred = (atMs: number, former?: { number: number; at: number }): Tombstone => ({
  at: T0 + atMs,
  inferred: former === undefined ? {} : { former: { sequence: seq(former.number), at: T0 + former.at } },
});
const noticed = (event: ConnectionEvent): RecentEvent => ({ ...event, noticedAt: event.at });
const sequencesOf = ({ recent }: Kept): string[] => recent.map(({ sequence }) => sequence);
const min = (count: number): number => count * MINUTE_MS;

interface Row {
  readonly title: string;
  readonly kept: () => Kept;
  readonly event: ConnectionEvent;
  readonly former: boolean;
  /** Sequence numbers of what is left, and the tombstone, milliseconds after T0. */
  readonly left: readonly number[];
  readonly tombstone?: { readonly at: number; readonly former?: number };
}

const rows: Row[] = [
  {
    title: "a higher number is of the same life, however much later",
    kept: () => kept([up(1, 0)]),
    event: down(2, min(600)),
    former: false,
    left: [1],
  },
  {
    title: "a higher number stamped within the skew before is of the same life",
    kept: () => kept([up(1, min(2))]),
    event: down(2, 0),
    former: false,
    left: [1],
  },
  {
    title: "a lower number stamped exactly the skew later is the other node's clock",
    kept: () => kept([up(2, 0)]),
    event: down(1, SKEW_MS),
    former: false,
    left: [2],
  },
  {
    title: "a lower number stamped later than that begins a life, just after a tombstone",
    kept: () => kept([up(7, 0), down(8, min(1))]),
    event: up(1, min(1) + SKEW_MS + 1),
    former: false,
    left: [],
    tombstone: { at: min(1) + SKEW_MS, former: 8 },
  },
  {
    title: "a higher number stamped much earlier is of a former life",
    kept: () => kept([up(1, min(10)), down(2, min(11))]),
    event: down(8, 0),
    former: true,
    left: [1, 2],
    tombstone: { at: min(10) - 1, former: 8 },
  },
  {
    title: "what is stamped at a deletion is of the former life",
    kept: () => kept([], { at: T0 }),
    event: down(8, 0),
    former: true,
    left: [],
    tombstone: { at: 0 },
  },
  {
    title: "what is stamped after it is not",
    kept: () => kept([], { at: T0 }),
    event: up(1, 1),
    former: false,
    left: [],
    tombstone: { at: 0 },
  },
  {
    title: "an earlier newcomer moves an inferred tombstone to just before itself",
    kept: () =>
      kept([up(3, min(20))], {
        at: T0 + min(20) - 1,
        inferred: { former: { sequence: seq(8), at: T0 } },
      }),
    event: up(1, min(10)),
    former: false,
    left: [3],
    tombstone: { at: min(10) - 1, former: 8 },
  },
  {
    title: "it does not move the time that a deletion gave",
    kept: () => kept([up(3, min(20))], { at: T0 + min(19) }),
    event: up(1, min(10)),
    former: true,
    left: [3],
    tombstone: { at: min(19) },
  },
  {
    title: "a late event of the former life may be its highest",
    kept: () =>
      kept([up(1, min(20))], {
        at: T0 + min(20) - 1,
        inferred: { former: { sequence: seq(8), at: T0 } },
      }),
    event: down(9, min(1)),
    former: true,
    left: [1],
    tombstone: { at: min(20) - 1, former: 9 },
  },
  {
    title: "or not",
    kept: () =>
      kept([up(1, min(20))], {
        at: T0 + min(20) - 1,
        inferred: { former: { sequence: seq(8), at: T0 } },
      }),
    event: down(7, 0),
    former: true,
    left: [1],
    tombstone: { at: min(20) - 1, former: 8 },
  },
  {
    title: "a newcomer is also known by the last event of the base",
    kept: () => withBase([up(7, 0), down(8, min(1))], []),
    event: up(1, min(9)),
    former: false,
    left: [],
    tombstone: { at: min(9) - 1, former: 8 },
  },
  {
    title: "the last event of the base itself is none, whatever another copy of it says",
    kept: () => withBase([up(7, 0), down(8, min(1))], []),
    event: down(8, min(60)),
    former: false,
    left: [],
  },
  {
    title: "the base hides when its life began: no earlier than the event that is not of it",
    kept: () => withBase([up(1, min(10)), down(2, min(11))], [up(3, min(12))]),
    event: down(8, 0),
    former: true,
    left: [3],
    tombstone: { at: 0, former: 8 },
  },
  {
    title: "the earliest newcomer counts, whatever its number",
    kept: () => kept([up(1, min(11)), down(2, min(10))]),
    event: down(8, 0),
    former: true,
    left: [1, 2],
    tombstone: { at: min(10) - 1, former: 8 },
  },
  {
    title: "a disconnect that is kept aside, such as the one that a deletion causes, parts nothing",
    kept: () => kept([up(5, min(10))], { at: T0 }),
    event: down(9, min(1)),
    former: false,
    left: [5],
    tombstone: { at: 0 },
  },
  {
    title: "after an inferred end it does: that end may lie elsewhere",
    kept: () => kept([up(5, min(30))], inferred(min(10), { number: 8, at: 0 })),
    event: down(9, min(15)),
    former: true,
    left: [5],
    tombstone: { at: min(30) - 1, former: 9 },
  },
  {
    title: "a life before the former one says nothing of it, though its numbers were higher",
    kept: () => kept([up(1, min(30))], inferred(min(30) - 1, { number: 8, at: min(20) })),
    event: down(9, min(1)),
    former: true,
    left: [1],
    tombstone: { at: min(30) - 1, former: 8 },
  },
  {
    title: "of a former life that had no events any event is the highest",
    kept: () => kept([up(1, min(30))], inferred(min(10))),
    event: down(9, 0),
    former: true,
    left: [1],
    tombstone: { at: min(10), former: 9 },
  },
];

describe("partLives", () => {
  test.each(rows)("$title", ({ kept: given, event, former, left, tombstone }) => {
    const parted = partLives(given(), noticed(event));
    expect(parted.former).toBe(former);
    expect(sequencesOf(parted.kept)).toEqual(left.map(seq));
    const { at, inferred } = parted.kept.tombstone ?? {};
    expect(at).toBe(tombstone === undefined ? undefined : T0 + tombstone.at);
    expect(inferred?.former?.sequence).toBe(
      tombstone?.former === undefined ? undefined : seq(tombstone.former),
    );
  });

  test("what changes nothing leaves the very object", () => {
    const before = kept([up(1, 0)], { at: T0 - 1 });
    expect(partLives(before, noticed(down(2, min(1)))).kept).toBe(before);
    expect(partLives(before, noticed(down(9, -1))).kept).toBe(before);
    const unsure = kept([up(1, min(20))], inferred(min(20) - 1, { number: 8, at: 0 }));
    expect(partLives(unsure, noticed(down(7, 0))).kept).toBe(unsure);
    expect(partLives(unsure, noticed(down(8, 0))).kept).toBe(unsure);
  });
});

describe("bury", () => {
  test("only what is stamped later is left", () => {
    const left = bury(kept([up(1, 0), down(2, min(1)), up(3, min(1) + 1)]), { at: T0 + min(1) });
    expect(sequencesOf(left)).toEqual([seq(3)]);
  });

  test.each([
    ["of the former life goes", min(1), true],
    ["that reaches into the new one stays", min(1) - 1, false],
  ])("a base %s", (_title, at, gone) => {
    const before = withBase([up(1, 0), down(2, min(1))], []);
    expect(bury(before, { at: T0 + at }).base).toBe(gone ? NO_EVENTS : before.base);
  });
});

test("the highest event is of the recent ones, else of the base", () => {
  expect(highest(kept([]))).toBeUndefined();
  expect(highest(withBase([up(1, 0)], []))?.sequence).toBe(seq(1));
  expect(highest(withBase([up(1, 0)], [down(2, 1)]))?.sequence).toBe(seq(2));
});
