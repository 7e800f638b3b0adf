/** The comparison finds nothing where a gateway took its leaves along as it should, and each single thing that is wrong. */
import { describe, expect, it } from "vitest";

import type { SeenIncident } from "../../../../dev/chaos/seen/read-app.ts";
import { LEFT_AT, gatewayFacts, leaves } from "./gateway-facts.ts";
import { differencesOf } from "./right-facts.ts";
import { identity, incident, said, without } from "./sabotage.ts";
import type { Sabotage } from "./sabotage.ts";
import { T0 } from "./seen-facts.ts";

const part = (code: string, key: string, change: Partial<SeenIncident["members"][number]>): Sabotage =>
  incident(code, ({ members }) => ({
    members: members.map((one) => (one.key === key ? { ...one, ...change } : one)),
  }));

it("finds nothing where all is right", () => {
  expect(differencesOf(gatewayFacts)).toEqual([]);
});

/** An incident that is over lists those who are back. */
const unlisted = (key: string): Sabotage =>
  incident("GW12", ({ members }) => ({ members: members.filter((one) => one.key !== key) }));

describe("an incident that is over", () => {
  it("need not list who went on in another one", () => {
    expect(differencesOf(unlisted(leaves.out)(gatewayFacts))).toEqual([]);
  });

  it("lists who is back, and nobody went on who is in no other one", () => {
    const words = "it counts 4 of 3 members for 2 receivers";
    expect(differencesOf(unlisted(leaves.back)(gatewayFacts)).join("\n")).toContain(words);
    const alone = incident("LF34", () => ({ members: [] }))(unlisted(leaves.out)(gatewayFacts));
    expect(differencesOf(alone).join("\n")).toContain(words);
  });
});

describe("who is behind a gateway", () => {
  it.each<readonly [string, Sabotage, string]>([
    [
      "in an incident of its own device",
      incident("LF34", () => ({ subject: "s01-leaf2" })),
      "s01-leaf2 is a member and of another group",
    ],
    [
      "in no incident once the gateway's is over",
      (facts) => ({
        ...facts,
        app: { ...facts.app, incidents: facts.app.incidents.filter(({ code }) => code !== "LF34") },
      }),
      "s01-gw has 0 open incidents and should have 1",
    ],
    ["that names none", identity(leaves.out, { incidentId: null }), "s01-leaf2 names no incident"],
    [
      "in an incident from when it was connected",
      part("GW12", leaves.back, { from: T0 + 31_000 }),
      "s01-leaf1 is said to be out from 09:00:31.000",
    ],
    [
      "back when it did not connect, and was not out",
      part("GW12", leaves.back, { to: T0 + 20_000 }),
      "s01-leaf1 is said to be back at 09:00:20.000",
    ],
    [
      "told of by the gateway's incident while the one of its own was open",
      incident("GW12", () => ({ resolvedAt: LEFT_AT + 20_000 })),
      "s01-gw: incident LF34 was announced while GW12 was not over",
    ],
    [
      "left in an incident that is over, with nothing above it",
      incident("LF34", () => ({ state: "resolved", resolvedAt: LEFT_AT + 9_000, outcome: "recovered" })),
      "it is over while s01-leaf2 is not back",
    ],
    [
      "never told of",
      (facts) => ({
        ...facts,
        app: {
          ...facts.app,
          incidents: facts.app.incidents.map((one) => ({
            ...one,
            members: one.members.filter(({ key }) => key !== leaves.out),
          })),
        },
      }),
      "s01-leaf2 is out from 09:00:32.000 still, known, and it was never announced",
    ],
  ])("%s", (_, sabotage, words) => {
    expect(differencesOf(sabotage(gatewayFacts)).join("\n")).toContain(words);
  });
});

describe("the gateway", () => {
  it.each<readonly [string, Sabotage, string]>([
    [
      "that is not back though its incident is over",
      incident("GW12", ({ members }) => ({
        members: members.map((one) => (one.moduleId === "$edgeHub" ? { ...one, to: null } : one)),
      })),
      "it is over while s01-gw/$edgeHub is not back",
    ],
    [
      "that is known twice",
      (facts) => ({
        ...facts,
        app: {
          ...facts.app,
          summary: { identities: { total: 6, byState: { online: 3, offline: 1, new: 2 } }, rejected: 0 },
        },
      }),
      "the summary counts 2 that never connected, of 1 gateways",
    ],
  ])("%s", (_, sabotage, words) => {
    expect(differencesOf(sabotage(gatewayFacts)).join("\n")).toContain(words);
  });
});

describe("a message", () => {
  it.each<readonly [string, Sabotage, string]>([
    ["that counts who is not back", said(2, '"count":3', '"count":5'), "it counts 5, the incident 4"],
    ["that leaves out who is back", said(2, '"count":3', '"count":2'), "it counts 2, the incident 4"],
    [
      "about a leaf behind another gateway",
      said(4, '"via":"s01-gw"', '"via":"s02-gw"'),
      "it is about another device",
    ],
    [
      "about a leaf that is no member",
      said(4, '"subject":"s01-leaf2"', '"subject":"s01-leaf3"'),
      "it is about another device",
    ],
    ["that is lost: the leaf's", without(4), "about LF34 of s01-gw: got nothing, not OFFLINE"],
    [
      "that names somebody who was connected then",
      (facts) => ({
        ...facts,
        messages: facts.messages.map((one, place) => (place === 0 ? { ...one, names: ["s01-leaf3"] } : one)),
      }),
      "s01-leaf3 is no member",
    ],
  ])("%s", (_, sabotage, words) => {
    expect(differencesOf(sabotage(gatewayFacts)).join("\n")).toContain(words);
  });
});
