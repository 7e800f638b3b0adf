/**
 * A run of a gateway that went as it should: both its system modules were out for a minute, and two leaves with them; one leaf
 * did not come back, and has an incident of its own.
 */
import type { Facts } from "../../../../dev/chaos/compare/facts.ts";
import type { SeenIncident } from "../../../../dev/chaos/seen/read-app.ts";
import { GRACE_MS, RECOVERY_MS } from "../../../../dev/chaos/tempo.ts";
import { tellStory } from "../../../../dev/chaos/truth/story.ts";
import {
  T0,
  eventsOf,
  gatewaySite,
  historyOf,
  identityOf,
  member,
  messagesOf,
  telling,
} from "./seen-facts.ts";

const MINUTE_MS = 60_000;
export const LEFT_AT = T0 + 98_000;

const runs = [
  { one: member("s01-gw", "$edgeAgent"), seconds: [0, 30, 90] },
  { one: member("s01-gw", "$edgeHub"), seconds: [0, 30, 90] },
  // It was disconnected for less than its grace when the gateway was known to be out.
  { one: member("s01-leaf1"), seconds: [0, 33, 91] },
  { one: member("s01-leaf2"), seconds: [0, 32] },
].map(({ one, seconds }) => {
  const events = eventsOf(one, seconds);
  const story = tellStory(events, { graceMs: GRACE_MS, recoveryMs: RECOVERY_MS });
  return { ...one, events, story };
});
export const leaves = { back: member("s01-leaf1").key, out: member("s01-leaf2").key };

function partsOf(of: typeof runs, to: number | null): SeenIncident["members"] {
  return of.map(({ identity, key, story }) => {
    const { hub, deviceId, moduleId = null } = identity;
    const from = story.lastDisconnectedAt ?? 0;
    return { hub, deviceId, moduleId, from, to: story.outages[0]?.until ?? to, key };
  });
}

const common = { hub: "chaos-hub", kind: "outage" as const, subject: "s01-gw" };
const incidents: SeenIncident[] = [
  {
    ...common,
    id: "s01-gw!1",
    code: "GW12",
    state: "resolved",
    openedAt: T0 + 35_050,
    ...telling(T0 + 36_150, ["opening", "ending"], gatewaySite),
    since: T0 + 30_000,
    endedAt: T0 + 91_000,
    resolvedAt: LEFT_AT - 1_000,
    outcome: "recovered",
    count: 4,
    members: partsOf(runs, LEFT_AT),
  },
  {
    ...common,
    id: "s01-gw!2",
    code: "LF34",
    state: "open",
    openedAt: LEFT_AT,
    ...telling(LEFT_AT + 5_000, ["opening"], gatewaySite),
    since: T0 + 32_000,
    endedAt: null,
    resolvedAt: null,
    outcome: null,
    count: 1,
    members: partsOf(runs.slice(3), null),
  },
];

const names = ["s01-gw/$edgeAgent", "s01-gw/$edgeHub", "s01-leaf1", "s01-leaf2"];
const about = { subject: "s01-gw", code: "GW12", since: T0 + 30_000, cause: "site" as const };
const messages = messagesOf(
  [
    { ...about, word: "OFFLINE", count: 4, names, at: T0 + 36_200 },
    {
      ...about,
      word: "RECOVERED",
      count: 3,
      names: names.slice(0, 3),
      at: LEFT_AT - 1_000,
      until: T0 + 91_000,
    },
    {
      word: "OFFLINE",
      subject: "s01-leaf2",
      via: "s01-gw",
      code: "LF34",
      count: 1,
      names: ["s01-leaf2"],
      since: T0 + 32_000,
      at: LEFT_AT + 5_100,
    },
  ],
  gatewaySite,
);

export const gatewayFacts: Facts = {
  truth: {
    members: gatewaySite.members,
    stories: new Map(runs.map(({ key, story }) => [key, story])),
    handedOverAt: new Map(runs.flatMap(({ events }) => events.map(({ id, emittedAt }) => [id, emittedAt]))),
    learntMs: MINUTE_MS,
    announcedMs: MINUTE_MS,
  },
  app: {
    identities: new Map(
      runs.map(({ story, ...one }) => [
        one.key,
        identityOf(one, story, one.key === leaves.out ? "s01-gw!2" : null),
      ]),
    ),
    histories: new Map(runs.map(({ key, story }) => [key, historyOf(story)])),
    incidents,
    // The gateway's own document is there and has never connected.
    summary: { identities: { total: 5, byState: { online: 3, offline: 1, new: 1 } }, rejected: 0 },
  },
  messages,
  kills: 0,
  unheardCards: 0,
};
