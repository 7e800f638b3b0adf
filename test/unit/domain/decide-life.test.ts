import { describe, expect, test } from "vitest";
import type { Connection, Tombstone } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import type { Decision } from "../../../functions/domain/decide.ts";
import type { Evidence } from "../../../functions/domain/evidence.ts";
import { SKEW_MS } from "../../../functions/domain/life.ts";
import type { Reason } from "../../../functions/domain/reason.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down, play, seq, up } from "./histories.ts";

const min = (count: number): number => T0 + count * MINUTE_MS;
const created = (at: number): Evidence => ({ kind: "created", at });
const deleted = (at: number): Evidence => ({ kind: "deleted", at });
const telemetry = (at: number): Evidence => ({ kind: "telemetry", at });
const NOW = min(100);

const given = (...evidence: Evidence[]): Connection => play(evidence, () => NOW);
const when = (connection: Connection, evidence: Evidence): Decision =>
  decide(connection, evidence, SETTINGS, NOW);

/** An end that no deletion has told of, with the highest event of the life it ended. */
const inferred = (at: number, former?: { number: number; at: number }): Tombstone => ({
  at,
  inferred: former === undefined ? {} : { former: { sequence: seq(former.number), at: former.at } },
});

interface Row {
  readonly title: string;
  readonly given: readonly Evidence[];
  readonly evidence: Evidence;
  readonly reason: Reason;
  readonly registeredAt?: number;
  readonly tombstone?: Tombstone;
}

const registrations: Row[] = [
  {
    title: "of what nobody knew",
    given: [],
    evidence: created(min(1)),
    reason: "registered",
    registeredAt: min(1),
  },
  {
    title: "the same again",
    given: [created(min(1))],
    evidence: created(min(1)),
    reason: "duplicate",
    registeredAt: min(1),
  },
  {
    title: "an earlier one than the one that is known",
    given: [created(min(2))],
    evidence: created(min(1)),
    reason: "notNewer",
    registeredAt: min(2),
  },
  {
    title: "a later one ends a life that has no events",
    given: [created(min(1))],
    evidence: created(min(2)),
    reason: "recreated",
    registeredAt: min(2),
    tombstone: inferred(min(2) - 1),
  },
  {
    title: "a later one ends a life and remembers its highest event",
    given: [up(7, 0), down(8, MINUTE_MS)],
    evidence: created(min(9)),
    reason: "recreated",
    registeredAt: min(9),
    tombstone: inferred(min(9) - 1, { number: 8, at: min(1) }),
  },
  {
    title: "a first connect stamped the skew before it is the other hub node's clock",
    given: [up(1, 0)],
    evidence: created(T0 + SKEW_MS),
    reason: "registered",
    registeredAt: T0 + SKEW_MS,
  },
  {
    title: "one stamped a millisecond earlier is of a former life",
    given: [up(1, 0)],
    evidence: created(T0 + SKEW_MS + 1),
    reason: "recreated",
    registeredAt: T0 + SKEW_MS + 1,
    tombstone: inferred(T0 + SKEW_MS, { number: 1, at: T0 }),
  },
  {
    title: "it must be stamped after every event that is kept",
    given: [up(1, 0), down(2, 9 * MINUTE_MS)],
    evidence: created(min(9)),
    reason: "registered",
    registeredAt: min(9),
  },
  {
    title: "and after the telemetry",
    given: [up(1, 0), telemetry(min(9))],
    evidence: created(min(9)),
    reason: "registered",
    registeredAt: min(9),
  },
  {
    title: "a later one within a life moves its date",
    given: [created(min(1)), up(1, 9 * MINUTE_MS)],
    evidence: created(min(5)),
    reason: "registered",
    registeredAt: min(5),
  },
  {
    title: "after a deletion it begins the next life",
    given: [up(1, 0), deleted(min(1))],
    evidence: created(min(1) + 1),
    reason: "registered",
    registeredAt: min(1) + 1,
    tombstone: { at: min(1) },
  },
  {
    title: "at the deletion it is of the former life",
    given: [up(1, 0), deleted(min(1))],
    evidence: created(min(1)),
    reason: "formerLife",
    tombstone: { at: min(1) },
  },
  {
    title: "before an inferred end it is the earliest newcomer",
    given: [up(8, 0), up(1, 20 * MINUTE_MS)],
    evidence: created(min(10)),
    reason: "recreated",
    registeredAt: min(10),
    tombstone: inferred(min(10) - 1, { number: 8, at: T0 }),
  },
  {
    title: "at an inferred end too",
    given: [up(8, 0), up(1, 20 * MINUTE_MS)],
    evidence: created(min(20) - 1),
    reason: "recreated",
    registeredAt: min(20) - 1,
    tombstone: inferred(min(20) - 2, { number: 8, at: T0 }),
  },
  {
    title: "but not at the last event of the former life, which it began",
    given: [up(8, 0), up(1, 20 * MINUTE_MS)],
    evidence: created(T0),
    reason: "formerLife",
    tombstone: inferred(min(20) - 1, { number: 8, at: T0 }),
  },
  {
    title: "what is kept aside has begun no life that it could end",
    given: [deleted(T0), down(2, MINUTE_MS)],
    evidence: created(min(9)),
    reason: "registered",
    registeredAt: min(9),
    tombstone: { at: T0 },
  },
];

const deletions: Row[] = [
  {
    title: "of what nobody knew",
    given: [],
    evidence: deleted(T0),
    reason: "deleted",
    tombstone: { at: T0 },
  },
  {
    title: "the same again",
    given: [deleted(min(1))],
    evidence: deleted(min(1)),
    reason: "duplicate",
    tombstone: { at: min(1) },
  },
  {
    title: "an earlier one",
    given: [deleted(min(1))],
    evidence: deleted(T0),
    reason: "formerLife",
    tombstone: { at: min(1) },
  },
  {
    title: "a later one",
    given: [deleted(T0)],
    evidence: deleted(min(1)),
    reason: "deleted",
    tombstone: { at: min(1) },
  },
  {
    title: "it gives an inferred end its own time",
    given: [up(8, 0), up(1, 20 * MINUTE_MS)],
    evidence: deleted(min(5)),
    reason: "deleted",
    tombstone: { at: min(5) },
  },
  {
    title: "also at the inferred time itself",
    given: [up(8, 0), up(1, 20 * MINUTE_MS)],
    evidence: deleted(min(20) - 1),
    reason: "deleted",
    tombstone: { at: min(20) - 1 },
  },
  {
    title: "at the last event of the former life it is its end",
    given: [up(8, 0), up(1, 20 * MINUTE_MS)],
    evidence: deleted(T0),
    reason: "deleted",
    tombstone: { at: T0 },
  },
  {
    title: "before that event it ended an even earlier life",
    given: [up(8, 0), up(1, 20 * MINUTE_MS)],
    evidence: deleted(T0 - 1),
    reason: "formerLife",
    tombstone: inferred(min(20) - 1, { number: 8, at: T0 }),
  },
  {
    title: "of a former life without events every time may be the end",
    given: [created(T0), created(min(9))],
    evidence: deleted(min(1)),
    reason: "deleted",
    registeredAt: min(9),
    tombstone: { at: min(1) },
  },
  {
    title: "what was registered after it stays registered",
    given: [created(min(1) + 1)],
    evidence: deleted(min(1)),
    reason: "deleted",
    registeredAt: min(1) + 1,
    tombstone: { at: min(1) },
  },
  {
    title: "what was registered at it is no more",
    given: [created(min(1))],
    evidence: deleted(min(1)),
    reason: "deleted",
    tombstone: { at: min(1) },
  },
];

/** A registration is known when an event of a former life comes, and says where that life ended at the latest. */
const lateEvents: Row[] = [
  {
    title: "the registration was the earliest newcomer",
    given: [created(min(10)), up(1, 20 * MINUTE_MS)],
    evidence: up(8, 0),
    reason: "formerLife",
    registeredAt: min(10),
    tombstone: inferred(min(10) - 1, { number: 8, at: T0 }),
  },
  {
    title: "a millisecond after that event it still was",
    given: [created(T0 + 1), up(1, 20 * MINUTE_MS)],
    evidence: up(8, 0),
    reason: "formerLife",
    registeredAt: T0 + 1,
    tombstone: inferred(T0, { number: 8, at: T0 }),
  },
  {
    title: "at that event it began the life that is over",
    given: [created(T0), up(1, 20 * MINUTE_MS)],
    evidence: up(8, 0),
    reason: "formerLife",
    tombstone: inferred(min(20) - 1, { number: 8, at: T0 }),
  },
  {
    title: "just before the newcomer it was the newcomer",
    given: [created(min(20) - 1), up(1, 20 * MINUTE_MS)],
    evidence: up(8, 0),
    reason: "formerLife",
    registeredAt: min(20) - 1,
    tombstone: inferred(min(20) - 2, { number: 8, at: T0 }),
  },
  {
    title: "with the newcomer it moves nothing",
    given: [created(min(20)), up(1, 20 * MINUTE_MS)],
    evidence: up(8, 0),
    reason: "formerLife",
    registeredAt: min(20),
    tombstone: inferred(min(20) - 1, { number: 8, at: T0 }),
  },
  {
    title: "nor after it",
    given: [up(1, 20 * MINUTE_MS), created(min(21))],
    evidence: up(8, 0),
    reason: "formerLife",
    registeredAt: min(21),
    tombstone: inferred(min(20) - 1, { number: 8, at: T0 }),
  },
];

function decideRow({ given: evidence, evidence: one, reason, registeredAt, tombstone }: Row): boolean {
  const before = given(...evidence);
  const decision = when(before, one);
  expect(decision.reason).toBe(reason);
  expect(decision.next.registeredAt).toBe(registeredAt);
  expect(decision.next.tombstone).toEqual(tombstone);
  return decision.next === before;
}

describe.each([
  ["a registration", registrations],
  ["a deletion", deletions],
])("%s", (_kind, rows) => {
  test.each(rows)("$title", (row) => {
    const isIdle = row.reason === "duplicate" || row.reason === "notNewer" || row.reason === "formerLife";
    expect(decideRow(row)).toBe(isIdle);
  });
});

describe("a late event of a former life", () => {
  test.each(lateEvents)("$title", (row) => {
    expect(decideRow(row)).toBe(false);
  });
});

test("a registration ends a life whose events have all gone to the base", () => {
  const before = given(up(7, 0), down(8, MINUTE_MS));
  const old: Connection = { ...before, base: before.head, recent: [] };
  expect(when(old, created(min(1))).reason).toBe("registered");
  const { reason, next } = when(old, created(min(1) + 1));
  expect(reason).toBe("recreated");
  expect(next.tombstone).toEqual(inferred(min(1), { number: 8, at: min(1) }));
  expect(next.base.link).toBe("none");
});

describe("telemetry", () => {
  const STEP_MS = 5 * MINUTE_MS;

  test.each<[string, Evidence[], number, Reason, number | undefined]>([
    ["of what nobody knew", [], T0, "seen", T0],
    ["that is not five minutes newer", [telemetry(T0)], T0 + STEP_MS - 1, "notNewer", T0],
    ["five minutes later", [telemetry(T0)], T0 + STEP_MS, "seen", T0 + STEP_MS],
    ["soon after a connect", [up(1, 0)], T0 + STEP_MS - 1, "notNewer", undefined],
    ["five minutes after a connect", [up(1, 0)], T0 + STEP_MS, "seen", T0 + STEP_MS],
    ["older than what was seen", [telemetry(min(9))], T0, "notNewer", min(9)],
    ["stamped at the deletion", [deleted(T0)], T0, "formerLife", undefined],
    ["stamped after the deletion", [deleted(T0)], T0 + 1, "seen", T0 + 1],
  ])("%s", (_title, evidence, at, reason, lastSeenAt) => {
    const before = given(...evidence);
    const decision = when(before, telemetry(at));
    expect(decision.reason).toBe(reason);
    expect(decision.next.lastSeenAt).toBe(lastSeenAt);
    expect(decision.next === before).toBe(reason !== "seen");
  });

  test.each([
    ["at a deletion goes with it", T0, undefined],
    ["after a deletion stays", T0 + 1, T0 + 1],
  ])("%s", (_title, at, lastSeenAt) => {
    expect(when(given(telemetry(at)), deleted(T0)).next.lastSeenAt).toBe(lastSeenAt);
  });

  test("keeps the registration", () => {
    expect(when(given(created(T0)), telemetry(min(9))).next.registeredAt).toBe(T0);
  });
});

test("an unknown identity is new, with no events and no incident", () => {
  expect(unknownConnection(IDENTITY)).toMatchObject({
    identity: IDENTITY,
    state: { name: "new" },
    recent: [],
    incidents: {},
  });
});
