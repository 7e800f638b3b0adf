/** What is taken back, moment by moment, of what is known by now: events, facts, and what incidents named. */
import { describe, expect, test } from "vitest";
import type { Connection, Membership } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import { asKnownAt, knownFrom } from "../../../functions/domain/explain-as-known.ts";
import { NO_EVENTS } from "../../../functions/domain/fold.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down, event, seq } from "./histories.ts";

const min = (count: number): Instant => T0 + count * MINUTE_MS;

/** Connected an hour before; then it drops and returns in turn, so many minutes after T0, and each is learnt a second later. */
function after(...minutes: readonly number[]): Connection {
  return [-60, ...minutes].reduce((before, minute, index) => {
    const one = event(index % 2 === 0 ? "connected" : "disconnected", index + 1, minute * MINUTE_MS);
    return decide(before, one, SETTINGS, one.at + SECOND_MS).next;
  }, unknownConnection(IDENTITY));
}

const outageAt = (connection: Connection, part: Partial<Membership>, at: Instant): Membership | undefined => {
  const outage = { id: "g!000001", outAt: T0, noticedAt: min(0), ...part };
  return asKnownAt({ ...connection, incidents: { outage } }, SETTINGS, at).incidents.outage;
};

describe("it is known from", () => {
  const folded = { ...NO_EVENTS, last: { sequence: seq(1), at: min(1) }, clock: min(2) };
  const unknown = unknownConnection(IDENTITY);

  test.each<[string, Partial<Connection>, Instant]>([
    ["ever, where nothing was folded", { base: { ...NO_EVENTS, clock: min(2) } }, -Infinity],
    ["the clock of what was folded", { base: folded }, min(2)],
    ["its tombstone", { tombstone: { at: min(1) } }, min(1)],
    ["the later of both, the clock", { base: folded, tombstone: { at: min(1) } }, min(2)],
    ["the later of both, the tombstone", { base: folded, tombstone: { at: min(3) } }, min(3)],
  ])("%s", (_, more, from) => {
    expect(knownFrom({ ...unknown, ...more })).toBe(from);
  });
});

describe("an event", () => {
  test("counts from when it had come, at that moment too", () => {
    const connection = after(0);
    const events = (at: Instant) => asKnownAt(connection, SETTINGS, at).recent.length;
    expect([events(T0 + SECOND_MS - 1), events(T0 + SECOND_MS)]).toEqual([1, 2]);
  });

  test("counts from when it had happened, where it is stamped later than it came", () => {
    const { next } = decide(after(), down(2, 0), SETTINGS, T0 - SECOND_MS);
    const at = (ms: number) => asKnownAt(next, SETTINGS, T0 + ms);
    expect([at(-1).state.name, at(0).state.name]).toEqual(["online", "suspect"]);
    expect([at(-1).head.link, at(0).head.link]).toEqual(["up", "down"]);
  });

  test("is kept aside after a tombstone, as it is now", () => {
    const tombstone = { at: T0 };
    const recent = [{ ...down(2, MINUTE_MS), noticedAt: min(1) }];
    const known = asKnownAt({ ...unknownConnection(IDENTITY), tombstone, recent }, SETTINGS, min(2));
    expect(known).toMatchObject({ state: { name: "deleted", at: T0 }, head: NO_EVENTS, recent });
  });

  test("is waited for as long as its deadline waited when it was executed", () => {
    const judged = { cause: seq(2), link: "down", afterMs: 5 * MINUTE_MS } as const;
    const longer = { ...SETTINGS, graceMs: 10 * MINUTE_MS };
    const stateOf = (connection: Connection) => asKnownAt(connection, longer, min(6)).state.name;
    expect(stateOf(after(0))).toBe("suspect");
    expect(stateOf({ ...after(0), judged })).toBe("offline");
  });
});

describe("a fact", () => {
  const registry = { at: min(3), enabled: false };
  const connection: Connection = {
    ...unknownConnection(IDENTITY),
    registeredAt: min(1),
    lastSeenAt: min(2),
    registry,
  };

  test.each<[number, object]>([
    [1 - 1e-3, { state: { name: "new" } }],
    [1, { registeredAt: min(1), state: { name: "new", registeredAt: min(1) } }],
    [2 - 1e-3, { registeredAt: min(1), state: { name: "new", registeredAt: min(1) } }],
    [2, { registeredAt: min(1), lastSeenAt: min(2), state: { name: "new", registeredAt: min(1) } }],
    [3, { registeredAt: min(1), lastSeenAt: min(2), registry, state: { name: "new", registeredAt: min(1) } }],
  ])("is known from its time on: at minute %d", (minute, expected) => {
    const { registeredAt, lastSeenAt, registry: facts, state } = asKnownAt(connection, SETTINGS, min(minute));
    expect({ registeredAt, lastSeenAt, registry: facts, state }).toEqual(expected);
  });

  test("of a life after a tombstone makes it new when it came, and none deleted until then", () => {
    const again = { ...connection, tombstone: { at: T0 } };
    const stateAt = (minute: number) => asKnownAt(again, SETTINGS, min(minute)).state;
    expect(stateAt(0.5)).toEqual({ name: "deleted", at: T0 });
    expect(stateAt(1)).toEqual({ name: "new", registeredAt: min(1) });
  });

  test("that is none is none, and what is owed or waited for now was not then", () => {
    const owed = { since: T0, records: [], archive: [], incident: true };
    const known = asKnownAt({ ...after(0), owed, wakeAt: min(9) }, SETTINGS, min(1));
    const { registeredAt, lastSeenAt, registry: facts, wakeAt } = known;
    expect([registeredAt, lastSeenAt, facts, known.owed, wakeAt]).toEqual(Array(5).fill(undefined));
  });
});

describe("an incident", () => {
  test.each<[string, Partial<Membership>, Instant, boolean]>([
    ["not before it was noticed", { noticedAt: min(5) }, min(5) - 1, false],
    ["from when it was noticed", { noticedAt: min(5) }, min(5), true],
    ["not before it joined", { noticedAt: min(5), joinedAt: min(6) }, min(6) - 1, false],
    ["from when it joined", { noticedAt: min(5), joinedAt: min(6) }, min(6), true],
    ["from when it joined, noticed again since", { noticedAt: min(8), joinedAt: min(6) }, min(6), true],
  ])("is named %s", (_, part, at, isNamed) => {
    expect(outageAt(after(0), part, at) !== undefined).toBe(isNamed);
  });

  test("has no member any more from when that was gone", () => {
    const goneAt = min(7);
    expect(outageAt(after(0), { goneAt }, goneAt - 1)).toMatchObject({ id: "g!000001", goneAt: undefined });
    expect(outageAt(after(0), { goneAt }, goneAt)).toMatchObject({ goneAt });
  });

  test("of flapping is taken back by the same rule", () => {
    const flapping = { id: "g!:flapping!000001", outAt: T0, noticedAt: min(5), backAt: min(30) };
    const connection = { ...after(0, 1), incidents: { flapping } };
    const at = (minute: number) => asKnownAt(connection, SETTINGS, min(minute)).incidents;
    expect(at(4.9)).toEqual({});
    expect(at(29.9)).toEqual({ flapping: { ...flapping, backAt: undefined } });
    expect(at(30)).toEqual({ flapping });
  });

  const again = after(0, 10, 20, 30);
  const toggling = after(0, 1, 2, 3, 4, 5, 6, 7);
  test.each<[string, Connection, Partial<Membership>, Instant, boolean]>([
    ["not without a return", after(0, 2), {}, min(9), false],
    ["not before its return", after(0, 2), { backAt: min(2) }, min(2) - 1, false],
    ["from its return, where no outage stood", after(0, 2), { backAt: min(2) }, min(2), true],
    ["not while the outage stood that it ended", again, { backAt: min(10) }, min(10), false],
    ["not while that began at its return", again, { backAt: min(0) }, min(6), false],
    ["not while that recovered", again, { backAt: min(10) }, min(11), false],
    ["not while it recovered that began at its return", again, { backAt: min(0) }, min(11), false],
    ["once it had recovered", again, { backAt: min(10) }, min(11.5), true],
    ["while a later outage stood", again, { backAt: min(10) }, min(26), true],
    ["while a later outage recovered", again, { backAt: min(10) }, min(31), true],
    ["not while it had flapped since before its return", toggling, { backAt: min(7) }, min(8), false],
    ["not while it had flapped since its return", toggling, { backAt: min(6) }, min(8), false],
    ["while it flapped only since after its return", toggling, { backAt: min(5) }, min(8), true],
    ["while it flapped, where it was only behind", toggling, { backAt: min(7), behind: true }, min(8), true],
    [
      "not as one behind while its own outage stood",
      again,
      { backAt: min(10), behind: true },
      min(10),
      false,
    ],
    ["once it flapped no more", toggling, { backAt: min(7) }, min(7) + 2 * HOUR_MS, true],
  ])("has its member back %s", (_, connection, part, at, isBack) => {
    const known = outageAt(connection, part, at);
    expect(known).toBeDefined();
    expect(known?.backAt).toBe(isBack ? part.backAt : undefined);
  });
});
