/** The comparison finds nothing in a run that went right, and each single thing that did not. */
import { describe, expect, it } from "vitest";

import { compare } from "../../../../dev/chaos/compare/compare.ts";
import type { SeenTransition } from "../../../../dev/chaos/seen/read-app.ts";
import { differencesOf, keys, rightFacts } from "./right-facts.ts";
import { again, history, identity, incident, messages, said, without } from "./sabotage.ts";
import type { Sabotage } from "./sabotage.ts";
import { T0 } from "./seen-facts.ts";

it("finds nothing where all is right", () => {
  expect(differencesOf(rightFacts)).toEqual([]);
  expect(compare(rightFacts)).toMatchObject({ lost: 0, repeatedCards: 0, repeatedSms: 0 });
});

describe("an identity", () => {
  it.each<readonly [string, Sabotage, string]>([
    ["in another state", identity(keys.pump2, { state: "suspect" }), "s02-pump2 is suspect, in truth online"],
    [
      "since another time",
      identity(keys.pump1, { since: T0 }),
      "offline since 09:00:00.000, in truth 09:00:40.000",
    ],
    ["with another connect", identity(keys.m1, { lastConnectedAt: null }), "last connected never"],
    [
      "with another disconnect",
      identity(keys.m1, { lastDisconnectedAt: T0 }),
      "last disconnected 09:00:00.000",
    ],
    ["that still waits", identity(keys.ctl, { deadline: T0 }), "waiting until 09:00:00.000"],
    ["out and in no incident", identity(keys.pump1, { incidentId: null }), "s02-pump1 names no incident"],
    [
      "in an incident that is over",
      identity(keys.ctl, { incidentId: "s02-ctl!1" }),
      "names an incident that is over",
    ],
  ])("%s", (_, sabotage, words) => {
    expect(differencesOf(sabotage(rightFacts)).join("\n")).toContain(words);
  });

  it("that never connected and is counted, where there is no gateway", () => {
    const summary = { identities: { total: 5, byState: { online: 3, offline: 1, new: 1 } }, rejected: 0 };
    expect(differencesOf({ ...rightFacts, app: { ...rightFacts.app, summary } })).toEqual([
      "the summary counts 1 that never connected, of 0 gateways",
    ]);
  });

  it("that is missing, invented, or miscounted", () => {
    const identities = new Map(rightFacts.app.identities);
    const one = identities.get(keys.pump2);
    identities.delete(keys.pump2);
    if (one !== undefined)
      identities.set("chaos-hub!nobody", { ...one, deviceId: "nobody", key: "chaos-hub!nobody" });
    const summary = { identities: { total: 5, byState: { online: 4, offline: 1 } }, rejected: 2 };
    const found = differencesOf({ ...rightFacts, app: { ...rightFacts.app, identities, summary } });
    expect(found).toEqual([
      "s02-pump2 is unknown, and connected",
      "nobody is known and does not exist",
      "the summary counts 4 online, in truth 3",
      "the summary counts 5 identities, in truth 4",
      "2 events were rejected, and all of them were good",
    ]);
  });
});

const offline = (one: SeenTransition): boolean => one.state === "offline";
const retracted = (at: number) => (seen: readonly SeenTransition[]) => [
  ...seen,
  ...seen
    .filter(offline)
    .map((one) => ({ ...one, state: "online", at, noticedAt: T0 + 400_000, retractedAt: T0 + 500_000 })),
];

describe("a history", () => {
  it.each<readonly [string, Sabotage, string]>([
    [
      "that lacks something",
      history(keys.ctl, (seen) => seen.slice(1)),
      "s02-ctl: the history lacks online at 09:00:00.000",
    ],
    [
      "that has something twice",
      history(keys.ctl, (seen) => [...seen, ...seen.slice(1, 2)]),
      "the history has offline at 09:00:30.000",
    ],
    [
      "with an outage retracted that was one",
      history(keys.ctl, (seen) =>
        seen.map((one) => (offline(one) ? { ...one, retractedAt: T0 + 50_000 } : one)),
      ),
      "the history lacks offline at 09:00:30.000",
    ],
    [
      "noticed before its grace was over",
      history(keys.ctl, (seen) =>
        seen.map((one) => (offline(one) ? { ...one, noticedAt: T0 + 34_000 } : one)),
      ),
      "was noticed at 09:00:34.000, before 09:00:35.000",
    ],
    [
      "noticed before it was delivered",
      history(keys.pump2, (seen) => seen.map((one) => ({ ...one, noticedAt: T0 }))),
      "was noticed at 09:00:00.000, before 09:00:00.100",
    ],
    [
      "of two lives",
      history(keys.ctl, (seen) => seen.map((one) => ({ ...one, life: 2 }))),
      "more than one life",
    ],
    [
      "that says hidden",
      history(keys.pump2, (seen) => seen.map((one) => ({ ...one, hidden: true }))),
      "is said to be hidden",
    ],
    [
      "with an error that nothing excuses",
      history(keys.ctl, retracted(T0 + 30_000)),
      "retracted, though nothing came late",
    ],
  ])("%s", (_, sabotage, words) => {
    expect(differencesOf(sabotage(rightFacts)).join("\n")).toContain(words);
  });
});

describe("an incident", () => {
  it.each<readonly [string, Sabotage, string]>([
    [
      "of a member that was not out then",
      incident("CD34", ({ members }) => ({ members: members.map((one) => ({ ...one, from: T0 + 41_000 })) })),
      "is said to be out from 09:00:41.000, when no outage began",
    ],
    [
      "of a member that came back at another time",
      incident("AB12", ({ members }) => ({ members: members.map((one) => ({ ...one, to: T0 + 80_000 })) })),
      "is said to be back at 09:01:20.000, when no outage ended",
    ],
    ["that has lost its members", incident("AB12", () => ({ members: [] })), "it counts 2 of 0 members"],
    [
      "that is over though one is out",
      incident("AB12", ({ members }) => ({ members: members.map((one) => ({ ...one, to: null })) })),
      "it is over while s02-ctl is not back",
    ],
    [
      "announced before its wait",
      incident("CD34", ({ openedAt }) => ({ announcedAt: openedAt + 500 })),
      "it was announced at",
    ],
    [
      "whose members' times leave out what was announced",
      incident("AB12", ({ openedAt, announcedAt }) => ({
        openedAt: openedAt - 5_000,
        announcedAt: (announcedAt ?? 0) - 5_000,
      })),
      "it was announced for an outage that the times of its members leave out",
    ],
    [
      "that told a stranger",
      incident("CD34", ({ told }) => ({
        told: told.map((one) => ({ ...one, target: "workflow:s01-team" })),
      })),
      "is nobody's receiver there",
    ],
    ["closed", incident("AB12", () => ({ outcome: "closed" })), "it ended as closed"],
    ["that is still ending", incident("AB12", () => ({ state: "ending" })), "it is ending"],
    [
      "with another beginning",
      incident("AB12", () => ({ since: T0 })),
      "it began at 09:00:00.000, with none of its members",
    ],
    [
      "with another end",
      incident("AB12", () => ({ endedAt: T0 })),
      "it ended at 09:00:00.000, with none of its members",
    ],
    [
      "with a delivery that was given up",
      incident("CD34", ({ deliveries }) => ({
        deliveries: deliveries.map((one) => ({ ...one, state: "dead" })),
      })),
      "the opening to workflow:s02-team is dead",
    ],
    [
      "that lacks a delivery",
      incident("AB12", ({ deliveries }) => ({ deliveries: deliveries.slice(1) })),
      "its deliveries are",
    ],
    [
      "never announced",
      incident("CD34", () => ({ announcedAt: null, told: [], deliveries: [], count: 0 })),
      "it was never announced",
    ],
    [
      "announced much too late",
      incident("CD34", ({ openedAt }) => ({ announcedAt: openedAt + 90_000 })),
      "it was never announced",
    ],
    [
      "that spoke unannounced",
      incident("CD34", () => ({ announcedAt: null })),
      "it was not announced, and somebody was told",
    ],
    [
      "that ended too early",
      incident("CD34", () => ({ state: "resolved", outcome: "unspoken" })),
      "has 0 open incidents and should have 1",
    ],
    [
      "that never ended",
      incident("AB12", () => ({ state: "open" })),
      "s02-ctl has 1 open incidents and should have 0",
    ],
  ])("%s", (_, sabotage, words) => {
    expect(differencesOf(sabotage(rightFacts)).join("\n")).toContain(words);
  });

  it("announced before its outage was noticed, unless that stands again after another beginning was taken back", () => {
    const late = history(keys.pump1, (seen) =>
      seen.map((one) => (offline(one) ? { ...one, noticedAt: T0 + 60_000 } : one)),
    )(rightFacts);
    expect(differencesOf(late).join("\n")).toContain(
      "incident CD34 of s02-pump1: it was announced for an outage",
    );

    const moved = history(keys.pump1, (seen) => [
      ...seen,
      ...seen.filter(offline).map((one) => ({
        ...one,
        at: T0 + 39_900,
        noticedAt: T0 + 50_000,
        retractedAt: T0 + 60_000,
      })),
    ]);
    expect(differencesOf(moved(late))).toEqual([]);

    const parted = history(keys.pump1, (seen) =>
      seen.map((one) => (one.state === "online" ? { ...one, noticedAt: T0 + 60_000 } : one)),
    );
    expect(differencesOf(parted(late))).toEqual([]);
  });

  it("that speaks while the one before is not over", () => {
    const second = rightFacts.app.incidents
      .map((one) => ({ ...one, id: `${one.id}b`, code: "ZZ99" }))
      .slice(0, 1);
    const doubled = { ...rightFacts.app, incidents: [...rightFacts.app.incidents, ...second] };
    const found = differencesOf({ ...rightFacts, app: doubled });
    expect(found).toContain("s02-ctl: incident ZZ99 was announced while AB12 was not over");
  });
});

describe("a message", () => {
  it.each<readonly [string, Sabotage, string]>([
    [
      "that is lost: the opening by card",
      without(0),
      "workflow:s02-team about AB12 of s02-ctl: got RECOVERED, not OFFLINE, RECOVERED",
    ],
    [
      "that is lost: the ending by SMS",
      without(3),
      "sms:+15*******02 about AB12 of s02-ctl: got OFFLINE, not OFFLINE, RECOVERED",
    ],
    [
      "that is lost: both openings",
      (facts) => without(4)(without(4)(facts)),
      "about CD34 of s02-pump1: got nothing",
    ],
    ["that came twice by SMS", again(1), "1 SMS came once more"],
    ["that came twice as a card, for no reason", again(0), "1 cards came once more, at most 0 may"],
    ["that came more often than it was tried", again(0), "came more often than it was tried"],
    [
      "in the wrong order",
      messages((seen) => seen.toReversed()),
      "got RECOVERED, OFFLINE, not OFFLINE, RECOVERED",
    ],
    ["with another count", said(2, '"count":2', '"count":1'), "it counts 1, the incident 2"],
    [
      "with names that do not fit its count",
      said(0, '"count":2', '"count":1'),
      "it counts 1 and names m1, s02-ctl",
    ],
    [
      "of another device",
      said(0, '"subject":"s02-ctl"', '"subject":"s02-pump3"'),
      "it is about another device",
    ],
    ["of another minute", said(1, "09:00", "08:59"), "none of its members went out at 08:59"],
    ["with another duration", said(2, '"lastedMs":61000', '"lastedMs":62000'), "it lasted 61000 ms"],
    ["of an unknown incident", said(4, "CD34", "XY00"), "got what belongs to no incident"],
    [
      "to somebody else",
      messages((seen) => seen.map((one) => ({ ...one, to: "+15005550199" }))),
      "+15005550199 was not to be told",
    ],
    [
      "of a stranger",
      messages((seen) => seen.map((one) => ({ ...one, names: one.names.map(() => "m9") }))),
      "m9, m9 is no member",
    ],
    [
      "sent before it was decided",
      messages((seen) => seen.map((one) => ({ ...one, at: T0 }))),
      "it was sent before it was decided",
    ],
    [
      "of somebody who was back long ago",
      incident("AB12", ({ told }) => ({ told: told.map((one) => ({ ...one, at: T0 + 200_000 })) })),
      "m1, s02-ctl was not out at 09:03:20.000",
    ],
    [
      "in words that nobody knows",
      messages((seen) => seen.map((one) => ({ ...one, claim: undefined }))),
      "got what belongs to no incident",
    ],
  ])("%s", (_, sabotage, words) => {
    expect(differencesOf(sabotage(rightFacts)).join("\n")).toContain(words);
  });

  it("that is lost is counted", () => {
    expect(compare(without(0)(rightFacts)).lost).toBe(1);
  });

  it("may come once more as a card for a kill, or for an answer that was not heard", () => {
    const twice = again(0)(
      incident("AB12", ({ deliveries }) => ({
        deliveries: deliveries.map((one) => ({ ...one, attempts: 2 })),
      }))(rightFacts),
    );
    expect(differencesOf({ ...twice, kills: 1 })).toEqual([]);
    expect(differencesOf({ ...twice, unheardCards: 1 })).toEqual([]);
    expect(compare({ ...twice, kills: 1 }).repeatedCards).toBe(1);
  });
});
