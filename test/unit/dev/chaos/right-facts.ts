/**
 * A small run that went as it should: a controller and its module out for a minute and told, a pump that is still out, a pump
 * that only blinked. What differs from it by one thing must be found.
 */
import { compare } from "../../../../dev/chaos/compare/compare.ts";
import type { Facts } from "../../../../dev/chaos/compare/facts.ts";
import type { Member } from "../../../../dev/chaos/fleet/sites.ts";
import type { SeenIncident } from "../../../../dev/chaos/seen/read-app.ts";
import { GRACE_MS, RECOVERY_MS } from "../../../../dev/chaos/tempo.ts";
import { tellStory } from "../../../../dev/chaos/truth/story.ts";
import type { Story } from "../../../../dev/chaos/truth/story.ts";
import { T0, eventsOf, historyOf, identityOf, member, messagesOf, plainSite, telling } from "./seen-facts.ts";

const MINUTE_MS = 60_000;
const WAITS = { graceMs: GRACE_MS, recoveryMs: RECOVERY_MS };

const ctl = member("s02-ctl");
const m1 = member("s02-ctl", "m1");
const pump1 = member("s02-pump1");
const pump2 = member("s02-pump2");
export const keys = { ctl: ctl.key, m1: m1.key, pump1: pump1.key, pump2: pump2.key };

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
  return {
    id: `${subject}!1`,
    kind: "outage",
    code,
    state: "open",
    subject,
    openedAt,
    ...telling(openedAt + 1_100, ["opening"]),
    since: Math.min(...parts.map(({ from }) => from)),
    endedAt: null,
    resolvedAt: null,
    outcome: null,
    count: own.length,
    members: parts,
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
  truth: { members: plainSite.members, stories, handedOverAt, learntMs: MINUTE_MS, announcedMs: MINUTE_MS },
  app: {
    identities: new Map([
      [ctl.key, identityOf(ctl, storyOf(ctl.key), null)],
      [m1.key, identityOf(m1, storyOf(m1.key), null)],
      [pump1.key, identityOf(pump1, storyOf(pump1.key), "s02-pump1!1")],
      [pump2.key, identityOf(pump2, storyOf(pump2.key), null)],
    ]),
    histories: new Map([...stories].map(([key, story]) => [key, historyOf(story)])),
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
