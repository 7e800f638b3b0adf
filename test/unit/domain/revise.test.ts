import { describe, expect, test } from "vitest";
import type { Connection, ConnectionState, Membership, Owed } from "../../../functions/domain/connection.ts";
import { decide } from "../../../functions/domain/decide.ts";
import type { Decision } from "../../../functions/domain/decide.ts";
import type { ConnectionEvent, Evidence } from "../../../functions/domain/evidence.ts";
import { owe } from "../../../functions/domain/owe.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import type { Transition } from "../../../functions/domain/transition.ts";
import { IDENTITY, SETTINGS, T0, down, event, play, seq, up } from "./histories.ts";

const min = (count: number): number => T0 + count * MINUTE_MS;
const RECOVERY_MS = 90 * SECOND_MS;

/** Evidence that arrived as it was stamped. */
const given = (...evidence: Evidence[]): Connection =>
  play(evidence, (index) => {
    const one = evidence[index];
    return one !== undefined && "at" in one ? one.at : T0;
  });
const when = (connection: Connection, evidence: Evidence, now: number): Decision =>
  decide(connection, evidence, SETTINGS, now);
const later = (connection: Connection, now: number): Connection =>
  when(connection, { kind: "sweep" }, now).next;

// Made anew by each test, so that nothing of the domain runs before a test does.
const suspect = (): Connection => given(up(1, 0), down(2, MINUTE_MS));
const offline = (): Connection => later(suspect(), min(6));
const recovering = (): Connection => when(offline(), up(3, 8 * MINUTE_MS), min(8)).next;

const told = (transitions: readonly Transition[] = []): string[] =>
  transitions
    .map(({ state, at, retractedAt }) => `${retractedAt === undefined ? "" : "-"}${state} ${at - T0}`)
    .sort();

describe("records", () => {
  test("a record says of whom, what, by which event, when it was, and when it was learnt", () => {
    expect(when(suspect(), { kind: "sweep" }, min(7)).transitions).toEqual([
      { identity: IDENTITY, state: "offline", cause: seq(2), at: min(1), noticedAt: min(7), source: "event" },
    ]);
  });

  test("a retraction is the record with the time of the denial", () => {
    const { transitions } = when(offline(), up(3, 2 * MINUTE_MS), min(9));
    expect(transitions).toEqual([
      {
        identity: IDENTITY,
        state: "offline",
        cause: seq(2),
        at: min(1),
        noticedAt: min(9),
        source: "event",
        retractedAt: min(9),
      },
    ]);
  });

  test("a deletion is recorded without a cause, once", () => {
    const { next, transitions } = when(suspect(), { kind: "deleted", at: min(2) }, min(3));
    expect(transitions).toEqual([
      { identity: IDENTITY, state: "deleted", at: min(2), noticedAt: min(3), source: "event" },
    ]);
    expect(when(next, { kind: "created", at: min(4) }, min(4)).transitions).toEqual([]);
  });

  test("an end that is found to be a later one leaves the earlier one standing: there were three lives", () => {
    const deleted = given(up(1, 0), { kind: "deleted", at: min(2) }, up(1, 4 * MINUTE_MS));
    const { transitions } = when(deleted, { kind: "deleted", at: min(5) }, min(5));
    expect(told(transitions)).toEqual(["deleted 300000"]);
  });

  test("an inferred end that is found to lie earlier is retracted where it lay", () => {
    const twice = given(up(8, 0), up(2, 20 * MINUTE_MS));
    const { transitions } = when(twice, up(1, 10 * MINUTE_MS), min(21));
    expect(told(transitions)).toEqual(["-deleted 1199999", "deleted 599999"]);
    expect(transitions.find(({ retractedAt }) => retractedAt !== undefined)?.retractedAt).toBe(min(21));
  });

  test("an inferred end that a later deletion replaces is not retracted: it was another one", () => {
    const twice = given(up(8, 0), up(2, 20 * MINUTE_MS));
    const { transitions } = when(twice, { kind: "deleted", at: min(30) }, min(30));
    expect(told(transitions)).toEqual(["deleted 1800000"]);
  });

  test("what was confirmed of a life stands when the life is over", () => {
    const { transitions } = when(offline(), { kind: "deleted", at: min(10) }, min(10));
    expect(told(transitions)).toEqual(["deleted 600000"]);
  });

  test("also what was confirmed of its very last instant", () => {
    const { transitions } = when(offline(), { kind: "deleted", at: min(1) }, min(10));
    expect(told(transitions)).toEqual(["deleted 60000"]);
  });

  test("a time that late evidence corrects: the old record is retracted, the new one written", () => {
    const early = later(given(up(1, 0), down(3, MINUTE_MS)), min(6));
    // The other hub node's clock says that the disconnect cannot have been that early.
    const { transitions } = when(early, up(2, 100 * SECOND_MS), min(7));
    expect(told(transitions)).toEqual(["-offline 60000", "offline 100000"]);
  });

  test("what was confirmed after an end that is learnt late is of no life, and is retracted", () => {
    const { transitions } = when(offline(), { kind: "deleted", at: T0 + 1 }, min(10));
    expect(told(transitions)).toEqual(["-offline 60000", "deleted 1"]);
  });

  test("when something was confirmed last is kept", () => {
    expect(suspect().changedAt).toBeUndefined();
    expect(offline().changedAt).toBe(min(6));
    expect(recovering().changedAt).toBe(min(6));
    expect(later(recovering(), min(20)).changedAt).toBe(min(20));
  });
});

describe("the archive of unconfirmed transitions that leave", () => {
  test("a life that is over leaves those of its last events", () => {
    const { next } = when(given(up(1, 0), down(2, MINUTE_MS)), { kind: "deleted", at: min(2) }, min(2));
    expect(told(next.owed?.archive)).toEqual(["online 0", "suspect 60000"]);
    expect(told(next.owed?.records)).toEqual(["deleted 120000"]);
  });

  test("not those that have a record of their own", () => {
    const { next } = when({ ...offline(), owed: undefined }, { kind: "deleted", at: min(10) }, min(10));
    expect(told(next.owed?.archive)).toEqual(["online 0"]);
  });

  test("nor those stamped after the deletion: they are of the next life", () => {
    const { next } = when(suspect(), { kind: "deleted", at: T0 }, min(2));
    expect(told(next.owed?.archive)).toEqual(["online 0"]);
  });

  test("what leaves after a day is archived, what stays is not", () => {
    const day = Array.from({ length: 17 }, (_, i) => {
      const at = i * MINUTE_MS;
      return i % 2 ? down(i + 1, at) : up(i + 1, at);
    });
    const late = 16 * MINUTE_MS + DAY_MS - 1;
    const { next } = when(given(...day), down(18, late), T0 + late);
    expect(told(next.owed?.archive)).toEqual(
      Array.from({ length: 16 }, (_, i) => `${i % 2 ? "suspect" : "online"} ${i * MINUTE_MS}`).toSorted(),
    );
    expect(next.recent.map(({ sequence }) => sequence)).toEqual([seq(17), seq(18)]);
  });

  test("telemetry alone archives nothing", () => {
    const { next } = when(suspect(), { kind: "telemetry", at: min(4) + HOUR_MS }, min(4) + HOUR_MS);
    expect(next.owed?.archive).toEqual([]);
  });
});

describe("the part in an incident", () => {
  const part: Membership = { id: "contoso-hub!pump-1!x", outAt: min(1), noticedAt: min(6) };
  const withPart = (connection: Connection, changes: Partial<Membership> = {}): Connection => ({
    ...connection,
    owed: undefined,
    incidents: { outage: { ...part, ...changes } },
  });
  const deleted: Evidence = { kind: "deleted", at: min(10) };
  const sweep: Evidence = { kind: "sweep" };

  test.each<[string, () => Connection, Evidence, Partial<Membership>]>([
    ["back, with the true connect", recovering, sweep, { backAt: min(8) }],
    ["gone, with the deletion's time", offline, deleted, { goneAt: min(10) }],
    ["still out", offline, sweep, {}],
  ])("%s", (_title, before, one, changes) => {
    const now = one.kind === "sweep" ? min(8) + RECOVERY_MS : min(10);
    const { next } = when(withPart(before()), one, now);
    expect(next.incidents.outage).toEqual({ ...part, ...changes });
  });

  test("late evidence that moves the start of an outage moves it there too, and the incident looks again", () => {
    // An earlier disconnect of the same outage: the return between the two was too short to end it.
    const before = withPart(later(given(up(1, 0), down(4, 10 * MINUTE_MS)), min(15)), { outAt: min(10) });
    const bounced = when(before, up(3, 9 * MINUTE_MS), min(16)).next;
    const { next } = when(bounced, down(2, 2 * MINUTE_MS), min(16));
    expect(next.state).toEqual({ name: "offline", since: min(2), cause: seq(2) });
    expect(next.incidents.outage).toEqual({ ...part, outAt: min(2) });
    expect(next.owed?.incident).toBe(true);
  });

  test.each<[string, Partial<Membership>]>([
    ["is back", { backAt: min(7) }],
    ["is gone", { goneAt: min(7) }],
  ])("who %s stays so, whatever comes: joining again is another's work", (_title, changes) => {
    for (const before of [withPart(recovering(), changes), withPart(offline(), changes)]) {
      expect(when(before, deleted, min(10)).next.incidents.outage).toEqual({ ...part, ...changes });
      expect(later(before, min(20)).incidents.outage).toEqual({ ...part, ...changes });
    }
  });

  test("who was back for long enough is back, though it dropped again before a timer said so", () => {
    const { next } = when(withPart(recovering()), down(4, 13 * MINUTE_MS), min(13));
    expect(next.state.name).toBe("suspect");
    expect(next.incidents.outage).toEqual({ ...part, backAt: min(8) });
    expect(next.owed?.incident).toBe(true);
  });

  test("an outage that follows one which was told of, learnt together with its end, leaves the first start standing", () => {
    const since = (at: number): Partial<Membership> => ({ outAt: min(at) });
    const hidden = when(withPart(offline(), since(1)), down(5, 13 * MINUTE_MS), min(13)).next;
    expect(hidden.incidents.outage).toEqual({ ...part, ...since(1) });
    const { next } = when(hidden, up(4, 8 * MINUTE_MS), min(20));
    expect(next.state).toEqual({ name: "offline", since: min(13), cause: seq(5) });
    expect(next.incidents.outage).toEqual({ ...part, outAt: min(13), firstOutAt: min(1) });
  });

  test("a registration that ends the former life takes the member out of the incident", () => {
    const { next } = when(withPart(offline()), { kind: "created", at: min(10) }, min(10));
    expect(next.state.name).toBe("new");
    expect(next.incidents.outage).toEqual({ ...part, goneAt: min(10) - 1 });
    expect(next.owed?.incident).toBe(true);
  });

  test.each([
    ["is the last that left", 0],
    ["lies before that", 1],
  ])("an outage of which the event %s the kept ones stands as it was told", (_title, earlier) => {
    const events = Array.from({ length: 60 }, (_, index) =>
      (index % 2 === 0 ? up : down)(index + 1, index * SECOND_MS),
    );
    const toggled = given(...events);
    const outAt = toggled.base.clock - earlier;
    const { next } = when(withPart(toggled, { outAt }), { kind: "sweep" }, min(10));
    const since = T0 + 59 * SECOND_MS;
    expect(next.state).toMatchObject({ name: "offline", since });
    expect(next.incidents.outage).toEqual({ ...part, outAt: since, firstOutAt: outAt });
  });

  test("who is back and drops again owes nothing before its grace is over", () => {
    const before = withPart(later(recovering(), min(20)), { backAt: min(8) });
    const dropped = when(before, down(4, 21 * MINUTE_MS), min(21)).next;
    expect(dropped.state.name).toBe("suspect");
    expect(dropped.owed).toBeUndefined();
    expect(later(dropped, min(26)).owed?.incident).toBe(true);
  });

  test("one that is out already does not ask its incident to look again", () => {
    const before = withPart(offline());
    const { next } = when(before, down(3, 7 * MINUTE_MS), min(7));
    expect(next.state).toEqual(before.state);
    expect(next.owed).toBeUndefined();
  });
});

describe("owe", () => {
  const record: Transition = {
    identity: IDENTITY,
    state: "offline",
    at: T0,
    noticedAt: T0,
    source: "event",
  };
  const other: Transition = { ...record, state: "online" };
  const nothing: Owed = { since: min(2), records: [], archive: [], incident: false };
  const old: Owed = { since: min(1), records: [record], archive: [record], incident: false };
  const flapping = { flapping: true } as const;

  test("nothing new leaves the old debt as it is", () => {
    expect(owe(old, nothing)).toBe(old);
    expect(owe(undefined, nothing)).toBeUndefined();
  });

  test.each<[string, Partial<Owed>]>([
    ["a record", { records: [other] }],
    ["an archive", { archive: [other] }],
    ["an incident", { incident: true }],
    ["an incident of flapping", flapping],
  ])("%s alone is a debt", (_title, fresh) => {
    expect(owe(undefined, { ...nothing, ...fresh })).toEqual({ ...nothing, ...fresh });
  });

  test("debts add up, in order, and keep the older date", () => {
    expect(owe(old, { ...nothing, records: [other] })).toEqual({ ...old, records: [record, other] });
    expect(owe(old, { ...nothing, archive: [other] })).toEqual({ ...old, archive: [record, other] });
    expect(owe(old, { ...nothing, incident: true })).toEqual({ ...old, incident: true });
    expect(owe({ ...old, incident: true }, { ...nothing, records: [other] })).toMatchObject({
      incident: true,
    });
    expect(owe(old, { ...nothing, ...flapping })).toEqual({ ...old, ...flapping });
    expect(owe({ ...old, ...flapping }, { ...nothing, incident: true })).toMatchObject({
      incident: true,
      ...flapping,
    });
  });
});

describe("who flaps", () => {
  const member: Membership = { id: "contoso-hub!pump-1!:flapping!000001", outAt: min(1), noticedAt: min(4) };
  /** Three drops are not enough yet, the fourth is. */
  const nearly = (): Connection =>
    given(
      up(1, 0),
      ...[1, 2, 3].flatMap((minute) => [
        down(minute * 2, minute * MINUTE_MS),
        up(minute * 2 + 1, (minute + 0.5) * MINUTE_MS),
      ]),
    );
  const fourth = (): Decision => when(nearly(), down(8, 4 * MINUTE_MS), min(4));
  /** It has its part in an incident, and nothing is owed. */
  const joined = (connection: Connection): Connection => ({
    ...connection,
    owed: undefined,
    incidents: { flapping: member },
  });
  const connected = (): Connection => joined(when(fourth().next, up(9, 4.5 * MINUTE_MS), min(5)).next);

  test("owes its incident with the drop that makes it flap, and with no other", () => {
    expect(nearly().owed).toBeUndefined();
    expect(fourth().next.owed).toEqual({
      since: min(4),
      records: [],
      archive: [],
      incident: false,
      flapping: true,
    });
    expect(when(connected(), down(10, 6 * MINUTE_MS), min(6)).next.owed).toBeUndefined();
  });

  test("is not told of as out when an outage has lasted its grace: only its record is owed", () => {
    const { next } = when(joined(fourth().next), { kind: "sweep" }, min(9));
    expect(next.state.name).toBe("offline");
    expect(next.owed).toMatchObject({ incident: false, records: [{ state: "offline" }] });
    expect(next.owed?.flapping).toBeUndefined();
  });

  test("has a timer set for its reuse, with the drop that makes it flap", () => {
    const { next, wake } = fourth();
    expect(next.wakeAt).toBeGreaterThan(min(30));
    expect(wake).toBe(next.wakeAt);
    expect(when(nearly(), { kind: "telemetry", at: min(20) }, min(20)).wake).toBeUndefined();
  });

  test.each<[string, Evidence, number]>([
    ["another drop, which moves the reuse: the timer that is set rings before", down(10, 6 * MINUTE_MS), 6],
    ["what moves nothing", { kind: "telemetry", at: min(20) }, 20],
  ])("has none set anew by %s", (_title, evidence, minute) => {
    const before = connected();
    const { next, wake } = when(before, evidence, min(minute));
    expect(next).not.toBe(before);
    expect(next.wakeAt).toBeGreaterThanOrEqual(before.wakeAt ?? Infinity);
    expect(wake).toBeUndefined();
  });

  test("has another one set for when its outage will be a long one, which is sooner", () => {
    const { next, wake } = when(joined(fourth().next), { kind: "sweep" }, min(9));
    expect([next.wakeAt, wake]).toEqual([min(19), min(19)]);
  });

  test.each([19, 20])("has the next one set once that has rung: at minute %i", (minute) => {
    const out = joined(when(joined(fourth().next), { kind: "sweep" }, min(9)).next);
    const { next, wake } = when(out, { kind: "sweep" }, min(minute));
    expect(next.wakeAt).toBeGreaterThan(min(30));
    expect(wake).toBe(next.wakeAt);
  });
});

describe("the timer to set", () => {
  test("is set where a wait begins, not again while it is the same", () => {
    const first = when(given(up(1, 0)), down(2, MINUTE_MS), min(1));
    expect(first.arm).toEqual({ sequence: seq(2), at: min(6) });
    expect(when(first.next, { kind: "telemetry", at: min(40) }, min(2)).arm).toBeUndefined();
  });

  test.each<[string, ConnectionEvent, number]>([
    ["another disconnect", down(3, 2 * MINUTE_MS), 7],
    ["another disconnect, though it changes no time", down(3, MINUTE_MS), 6],
    ["a later content of the same disconnect", event("disconnected", 2, 3 * MINUTE_MS, "x"), 8],
  ])("is set anew by %s", (_title, one, deadline) => {
    expect(when(suspect(), one, min(3)).arm).toEqual({ sequence: one.sequence, at: min(deadline) });
  });

  test("is set for the recovery, after the grace", () => {
    const { arm } = when(suspect(), up(3, 7 * MINUTE_MS), min(7));
    expect(arm).toEqual({ sequence: seq(3), at: min(7) + RECOVERY_MS });
  });

  test("is none where nothing is waited for", () => {
    expect(when(suspect(), { kind: "sweep" }, min(6)).arm).toBeUndefined();
    expect(when(suspect(), { kind: "sweep" }, min(6)).arm).toBeUndefined();
  });
});

describe("a life without events", () => {
  test.each<[string, Evidence[], ConnectionState]>([
    ["is deleted", [{ kind: "deleted", at: min(1) }], { name: "deleted", at: min(1) }],
    [
      "is new once it was registered",
      [
        { kind: "deleted", at: min(1) },
        { kind: "created", at: min(1) + 1 },
      ],
      { name: "new", registeredAt: min(1) + 1 },
    ],
    [
      "is new once telemetry was seen",
      [
        { kind: "deleted", at: min(1) },
        { kind: "telemetry", at: min(1) + 1 },
      ],
      { name: "new" },
    ],
    [
      "is deleted though both came before",
      [
        { kind: "created", at: T0 },
        { kind: "telemetry", at: min(1) },
        { kind: "deleted", at: min(1) },
      ],
      { name: "deleted", at: min(1) },
    ],
    [
      "is as new as it was registered",
      [
        { kind: "created", at: T0 },
        { kind: "telemetry", at: min(1) },
      ],
      { name: "new", registeredAt: T0 },
    ],
  ])("%s", (_title, evidence, state) => {
    expect(given(...evidence).state).toEqual(state);
  });
});

describe("a deadline that was executed", () => {
  test("is kept with the wait it had", () => {
    expect(suspect().judged).toBeUndefined();
    expect(offline().judged).toEqual({ cause: seq(2), link: "down", afterMs: SETTINGS.graceMs });
    const online = later(recovering(), min(20));
    expect(online.judged).toEqual({ cause: seq(3), link: "up", afterMs: SETTINGS.recoveryMs });
  });

  test("stays until the next one", () => {
    expect(recovering().judged).toEqual(offline().judged);
  });
});
