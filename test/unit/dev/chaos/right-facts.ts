/**
 * A small run that went as it should: a controller and its module out for a minute and told, a pump that is still out, a pump
 * that only blinked. What differs from it by one thing must be found.
 */
import { compare } from "../../../../dev/chaos/compare/compare.ts";
import type { Facts } from "../../../../dev/chaos/compare/facts.ts";
import type { HubEvent } from "../../../../dev/chaos/fleet/hub.ts";
import { makeSites } from "../../../../dev/chaos/fleet/sites.ts";
import type { Member } from "../../../../dev/chaos/fleet/sites.ts";
import type { SeenIdentity, SeenIncident, SeenTransition } from "../../../../dev/chaos/seen/read-app.ts";
import { readMessages } from "../../../../dev/chaos/seen/read-messages.ts";
import type { SeenMessage } from "../../../../dev/chaos/seen/read-messages.ts";
import { GRACE_MS, RECOVERY_MS } from "../../../../dev/chaos/tempo.ts";
import { tellStory } from "../../../../dev/chaos/truth/story.ts";
import type { Story } from "../../../../dev/chaos/truth/story.ts";
import { workflowMessage } from "../../../../functions/adapters/teams/workflow-card.ts";
import type { Notice } from "../../../../functions/domain/notice.ts";
import { noticeText } from "../../../../functions/domain/notice-text.ts";
import { parseSequence } from "../../../../functions/domain/sequence.ts";

export const T0 = Date.parse("2026-11-21T09:00:00.000Z");
const MINUTE_MS = 60_000;
const WAITS = { graceMs: GRACE_MS, recoveryMs: RECOVERY_MS };

/** The second site has no gateway. */
const members = makeSites(2)[1]?.members ?? [];

export function member(deviceId: string, moduleId?: string): Member {
  const found = members.find(
    (one) => one.identity.deviceId === deviceId && one.identity.moduleId === moduleId,
  );
  if (found === undefined) throw new Error(`${deviceId} is not there`);
  return found;
}

const ctl = member("s02-ctl");
const m1 = member("s02-ctl", "m1");
const pump1 = member("s02-pump1");
const pump2 = member("s02-pump2");
export const keys = { ctl: ctl.key, m1: m1.key, pump1: pump1.key, pump2: pump2.key };

/** By turns connected and disconnected, at seconds after T0. */
function eventsOf({ identity, key }: Member, seconds: readonly number[]): HubEvent[] {
  return seconds.map((second, index): HubEvent => {
    const sequence = parseSequence((index + 1).toString(16));
    if (sequence === undefined) throw new Error("it is a number");
    const at = T0 + second * 1_000;
    const kind = index % 2 === 0 ? "connected" : "disconnected";
    return { identity, key, kind, sequence, at, emittedAt: at + 100, id: `${key}.${index + 1}` };
  });
}

const events = new Map([
  [ctl.key, eventsOf(ctl, [0, 30, 90])],
  [m1.key, eventsOf(m1, [0, 31, 91])],
  [pump1.key, eventsOf(pump1, [0, 40])],
  [pump2.key, eventsOf(pump2, [0, 50, 52])],
]);
const stories = new Map([...events].map(([key, own]) => [key, tellStory(own, WAITS)]));
const handedOverAt = new Map([...events.values()].flat().map(({ id, emittedAt }) => [id, emittedAt]));

function storyOf(key: string): Story {
  const story = stories.get(key);
  if (story === undefined) throw new Error(`${key} has no story`);
  return story;
}

function identityOf({ identity, key }: Member, incidentId: string | null): SeenIdentity {
  const { state, since, lastConnectedAt = null, lastDisconnectedAt = null } = storyOf(key);
  const { hub, deviceId, moduleId = null } = identity;
  const times = { since, deadline: null, lastConnectedAt, lastDisconnectedAt };
  return { hub, deviceId, moduleId, state, ...times, incidentId, key };
}

function historyOf(key: string): SeenTransition[] {
  return storyOf(key).transitions.map(({ state, at, cause, hidden, confirms }) => ({
    state,
    at,
    cause,
    hidden,
    life: 1,
    retractedAt: null,
    noticedAt: confirms ? at + GRACE_MS + 50 : at + 200,
  }));
}

function incidentOf(
  subject: string,
  code: string,
  own: readonly Member[],
  change: Partial<SeenIncident>,
): SeenIncident {
  const parts = own.map(({ identity, key }) => {
    const outage = storyOf(key).outages[0];
    if (outage === undefined) throw new Error("a member was out");
    const { hub, deviceId, moduleId = null } = identity;
    return { hub, deviceId, moduleId, from: outage.since, to: outage.until ?? null, key };
  });
  const openedAt = Math.min(...parts.map(({ from }) => from)) + GRACE_MS + 50;
  const announcedAt = openedAt + 1_100;
  const told = [
    { target: "workflow:s02-team", channel: "teams-workflow", at: announcedAt },
    { target: "sms:+15*******02", channel: "sms", at: announcedAt },
  ];
  const delivery = { state: "sent", attempts: 1 };
  return {
    id: `${subject}!1`,
    code,
    state: "open",
    subject,
    openedAt,
    announcedAt,
    since: Math.min(...parts.map(({ from }) => from)),
    endedAt: null,
    resolvedAt: null,
    outcome: null,
    count: own.length,
    members: parts,
    told,
    deliveries: told.map((one) => ({ ...one, ...delivery, purpose: "opening" })),
    ...change,
  };
}

const ended = incidentOf("s02-ctl", "AB12", [ctl, m1], {
  state: "resolved",
  outcome: "recovered",
  endedAt: T0 + 91_000,
  resolvedAt: T0 + 95_000,
});
const incidents: SeenIncident[] = [
  {
    ...ended,
    deliveries: [...ended.deliveries, ...ended.deliveries.map((one) => ({ ...one, purpose: "ending" }))],
  },
  incidentOf("s02-pump1", "CD34", [pump1], {}),
];

/** In the product's own words, through both channels. */
function messagesOf(notices: readonly Omit<Notice, "hub" | "incidentId" | "zone">[]): SeenMessage[] {
  const value = notices.flatMap((given) => {
    const notice: Notice = { ...given, hub: "chaos-hub", incidentId: "x", zone: "UTC" };
    const card = workflowMessage(notice);
    const at = new Date(notice.at).toISOString();
    return [
      { at, channel: "teams-workflow", to: "s02-team", text: card.summary, body: card },
      { at, channel: "sms", to: "+15005550102", text: noticeText(notice), body: {} },
    ];
  });
  return readMessages({ value });
}

const ctlStory = { subject: "s02-ctl", code: "AB12", count: 2, names: ["m1", "s02-ctl"], since: T0 + 30_000 };
const messages = messagesOf([
  { ...ctlStory, word: "OFFLINE", at: T0 + 37_000 },
  { ...ctlStory, word: "RECOVERED", at: T0 + 95_000, until: T0 + 91_000 },
  {
    word: "OFFLINE",
    subject: "s02-pump1",
    code: "CD34",
    count: 1,
    names: ["s02-pump1"],
    since: T0 + 40_000,
    at: T0 + 47_000,
  },
]);

export const rightFacts: Facts = {
  truth: { members, stories, handedOverAt, learntMs: MINUTE_MS, announcedMs: MINUTE_MS },
  app: {
    identities: new Map([
      [ctl.key, identityOf(ctl, null)],
      [m1.key, identityOf(m1, null)],
      [pump1.key, identityOf(pump1, "s02-pump1!1")],
      [pump2.key, identityOf(pump2, null)],
    ]),
    histories: new Map([...stories.keys()].map((key) => [key, historyOf(key)])),
    incidents,
    summary: { identities: { total: 4, byState: { online: 3, offline: 1 } }, rejected: 0 },
  },
  messages,
  kills: 0,
  unheardCards: 0,
};

export function differencesOf(facts: Facts): readonly string[] {
  return compare(facts).differences;
}
