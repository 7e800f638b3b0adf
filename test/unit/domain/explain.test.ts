/** What each gate says, and which of them stops. */
import { describe, expect, test } from "vitest";
import type { Connection } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import { asKnownAt, knownFrom } from "../../../functions/domain/explain-as-known.ts";
import { explain } from "../../../functions/domain/explain.ts";
import { VERDICTS } from "../../../functions/domain/explain-finding.ts";
import type { Finding, GateName, Situation } from "../../../functions/domain/explain-finding.ts";
import { previousIncidentId } from "../../../functions/domain/incident.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { standingOf } from "../../../functions/domain/part.ts";
import { waitsFor } from "../../../functions/domain/policy.ts";
import { REACHABLE } from "../../../functions/domain/reach.ts";
import { renewalPhrase } from "../../../functions/domain/renewal-text.ts";
import { parseSequence } from "../../../functions/domain/sequence.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { POLICY } from "./policies.ts";

const NINE = Date.UTC(2026, 10, 21, 9);
const IDENTITY = { hub: "h", deviceId: "d" };
const SETTINGS = waitsFor(IDENTITY, POLICY);

/** Connected an hour before; then it drops and returns in turn, at so many minutes after nine. */
function after(...minutes: readonly number[]): Connection {
  return [-60, ...minutes].reduce((before, minute, index) => {
    const sequence = parseSequence((index + 1).toString(16));
    if (sequence === undefined) throw new Error("it is a number");
    const at = NINE + minute * MINUTE_MS;
    const kind = index % 2 === 0 ? "connected" : "disconnected";
    return decide(before, { kind, sequence, at, eventId: String(index) }, SETTINGS, at + SECOND_MS).next;
  }, unknownConnection(IDENTITY));
}

/** With its state as a timer finds it then. */
function judged(connection: Connection, now: Instant): Connection {
  return decide(connection, { kind: "sweep" }, SETTINGS, now).next;
}

function situation(connection: Connection, now: Instant, more: Partial<Situation> = {}): Situation {
  const waits = { ...SETTINGS, judged: connection.judged };
  return {
    connection,
    waits,
    standing: standingOf(connection, waits, now),
    now,
    parents: [],
    reach: REACHABLE,
    group: { key: "h!d", hub: "h", subject: "d" },
    groupWaitMs: 30 * SECOND_MS,
    places: 2,
    incident: "none",
    told: [],
    mayBeTold: false,
    ...more,
  };
}

/** `grace suspect`, and what it says. */
function stop(asked: Situation): readonly [string | undefined, Finding | undefined] {
  const { stoppedBy, findings } = explain(asked);
  const finding = findings.find(({ gate }) => gate === stoppedBy);
  return [finding && `${finding.gate} ${finding.verdict}`, finding];
}

function said(asked: Situation, gate: GateName): Finding | undefined {
  return explain(asked).findings.find((finding) => finding.gate === gate);
}

const INCIDENT: Incident = {
  id: "h!d!000001",
  group: "h!d",
  hub: "h",
  subject: "d",
  code: "K7QM",
  state: { name: "open" },
  openedAt: NINE + 5 * MINUTE_MS,
  opener: { key: "h!d", until: NINE },
  dueAt: NINE + 5.5 * MINUTE_MS,
  told: [],
  shown: [],
};
const PART = { id: INCIDENT.id, outAt: NINE, noticedAt: NINE + 5 * MINUTE_MS };
const SIX = NINE + 6 * MINUTE_MS;

function out(more: Partial<Connection> = {}): Connection {
  return { ...judged(after(0), SIX), incidents: {}, ...more };
}

test("the gates stand in their order, whatever stops", () => {
  const { findings } = explain(situation(out(), SIX));
  expect(findings.map(({ gate }) => gate)).toEqual(Object.keys(VERDICTS));
});

describe("what stops is", () => {
  const gateway = { edge: { hub: { out: false } } };
  const disabled = { registry: { at: NINE, enabled: false } };
  const inIt = { incidents: { outage: PART } };
  const flapping = { id: "h!d!:flapping!000001", outAt: NINE, noticedAt: NINE };

  test.each<[string, Situation]>([
    ["life new", situation(unknownConnection(IDENTITY), SIX)],
    ["life gateway", situation(out(gateway), SIX)],
    ["life disabled", situation(out(disabled), SIX)],
    ["life deleted", situation(out({ state: { name: "deleted", at: NINE } }), SIX)],
    ["sequence connected", situation(after(0, 1), NINE + 2 * MINUTE_MS)],
    ["grace suspect", situation(after(0), NINE + 5 * MINUTE_MS - 1)],
    ["flap flapping", situation(judged(after(0, 1, 2, 3, 4), NINE + 10 * MINUTE_MS), NINE + 10 * MINUTE_MS)],
    ["parent behind", situation(out({ incidents: { flapping: { ...flapping, behind: true } } }), SIX)],
    ["parent unknown", situation(out(), SIX, { parents: ["gw"], reach: undefined })],
    ["group joining", situation(out(), SIX)],
    ["group unknown", situation(out(), SIX, { incident: "unknown" })],
    ["group unknown", situation(after(0, 1), SIX, { mayBeTold: true })],
    ["group wait", situation(out(inIt), SIX, { incident: INCIDENT })],
    ["group nobody", situation(out(inIt), SIX, { incident: INCIDENT, places: 0 })],
    ["group joined", situation(out(inIt), SIX, { incident: { ...INCIDENT, announcedAt: SIX } })],
    ["group end", situation(out(inIt), SIX, { incident: { ...INCIDENT, state: { name: "ending" } } })],
    [
      "group wait",
      // Of a moment before it was announced.
      situation(out(inIt), SIX, { incident: { ...INCIDENT, announcedAt: SIX + 1 } }),
    ],
  ])("%s", (verdict, asked) => {
    expect(stop(asked)[0]).toBe(verdict);
  });

  test("nothing where an outage's incident tells of it, though it is connected", () => {
    const told = [{ kind: "outage", incident: INCIDENT, at: SIX }] as const;
    expect(explain(situation(after(0, 1), SIX, { told })).stoppedBy).toBeUndefined();
    const flaps = [{ kind: "flapping", incident: INCIDENT, at: SIX }] as const;
    expect(explain(situation(after(0, 1), SIX, { told: flaps })).stoppedBy).toBe("sequence");
    expect(said(situation(out(), SIX, { told: flaps }), "group")).toMatchObject({
      verdict: "told",
      stops: true,
      reason: expect.stringContaining("FLAPPING K7QM"),
    });
  });
});

describe("the gate of damping", () => {
  const toggling = after(0, 1, 2, 3, 4, 5, 6);

  test("gives the penalty, its bounds and the run", () => {
    const now = NINE + 6 * MINUTE_MS;
    const finding = said(situation(toggling, now), "flap");
    expect(finding).toMatchObject({ verdict: "flapping" });
    expect(finding?.numbers).toMatchObject({ suppress: 3, reuse: 1, drops: 4 });
    expect(said(situation(after(0), NINE), "flap")?.numbers).toMatchObject({ penalty: 1, drops: 1 });
  });

  test("lets an outage pass that lasts, and says so", () => {
    const now = NINE + 21 * MINUTE_MS;
    const late = situation(judged(toggling, now), now);
    expect(said(late, "flap")).toMatchObject({ verdict: "longOutage", stops: false });
    const before = situation(judged(toggling, now - 1), now - 1);
    expect(said(before, "flap")).toMatchObject({ verdict: "flapping", until: now });
  });

  test("says since when it flaps no more", () => {
    const now = NINE + 2 * HOUR_MS;
    const calm = after(0, 1, 2, 3, 4, 5, 6, 7);
    expect(said(situation(calm, now), "flap")).toMatchObject({ verdict: "reused", stops: false });
  });
});

describe("the gate of topology", () => {
  const parents = ["gw"];
  const waiting = { name: "waiting", until: NINE + 7 * MINUTE_MS } as const;

  test.each([
    ["own", REACHABLE, undefined],
    ["parentWaits", waiting, NINE + 8.5 * MINUTE_MS],
    ["parentOut", { name: "out", since: NINE }, SIX + 90 * SECOND_MS],
    ["freshGrace", { name: "reachable", returnedAt: SIX - MINUTE_MS }, SIX + 4 * MINUTE_MS],
    ["behind", { name: "out", since: NINE, incident: "x" }, undefined],
  ] as const)("says %s, and until when", (verdict, reach, until) => {
    const finding = said(situation(out(), SIX, { parents, reach }), "parent");
    expect(finding).toMatchObject({ verdict, stops: verdict !== "own", numbers: { parents: "gw" } });
    expect(finding?.until).toBe(until);
  });

  test("waits as long as it was written down, whatever its parent is by now", () => {
    const held = { outAt: NINE, until: SIX + 1 };
    const asked = (reach: Situation["reach"]) =>
      said(situation(out({ held }), SIX, { parents, reach }), "parent");
    expect(asked(waiting)).toMatchObject({ verdict: "parentWaits", until: SIX + 1 });
    expect(asked(REACHABLE)).toMatchObject({ verdict: "held", until: SIX + 1 });
    const over = situation(out({ held: { outAt: NINE, until: SIX } }), SIX, { parents, reach: waiting });
    expect(said(over, "parent")).toMatchObject({ verdict: "own" });
  });
});

describe("a connection as it was known", () => {
  const connection = after(0, 10, 20);

  test("has the events that had happened and had come by then", () => {
    const at = (minutes: number, ms = 0): string =>
      asKnownAt(connection, SETTINGS, NINE + minutes * MINUTE_MS + ms).state.name;
    // Each came a second later.
    expect([at(0), at(0, SECOND_MS), at(4.99), at(5), at(10), at(10, SECOND_MS), at(11.5), at(21)]).toEqual([
      "online",
      "suspect",
      "suspect",
      "offline",
      "offline",
      "recovering",
      "online",
      "suspect",
    ]);
  });

  test("names an incident from when it joined until it was back for long enough", () => {
    const backAt = NINE + 10 * MINUTE_MS;
    const named = { ...connection, incidents: { outage: { ...PART, backAt } } };
    const part = (minutes: number) => asKnownAt(named, SETTINGS, NINE + minutes * MINUTE_MS).incidents.outage;
    expect(part(4.99)).toBeUndefined();
    expect(part(5)).toMatchObject({ backAt: undefined });
    expect(part(11)).toMatchObject({ backAt: undefined });
    expect(part(11.5)).toMatchObject({ backAt });
    const rest = { ...named, incidents: { outage: { ...PART, joinedAt: NINE + 6 * MINUTE_MS } } };
    const ofRest = [5.9, 6].map(
      (minutes) => asKnownAt(rest, SETTINGS, NINE + minutes * MINUTE_MS).incidents.outage?.id,
    );
    expect(ofRest).toEqual([undefined, PART.id]);
  });

  test("is kept from its base and its tombstone on", () => {
    expect(knownFrom(connection)).toBe(-Infinity);
    expect(knownFrom({ ...connection, base: connection.head })).toBe(NINE + 20 * MINUTE_MS);
    expect(knownFrom({ ...connection, tombstone: { at: NINE } })).toBe(NINE);
  });
});

test.each([
  [65 * MINUTE_MS, "65 min"],
  [3_911_234, "65 min"],
  [10 * MINUTE_MS + 1, "10 min"],
  [90 * SECOND_MS, "1 min 30 s"],
])("a rhythm of %i ms is one of %s", (periodMs, about) => {
  expect(renewalPhrase(periodMs)).toBe(`renews about every ${about} over MQTT; AMQP or X.509 would avoid it`);
});

test("an incident follows the one before it", () => {
  expect(previousIncidentId("h!d!:flapping!000010")).toBe("h!d!:flapping!000009");
  expect(previousIncidentId("h!d!000001")).toBeUndefined();
});
