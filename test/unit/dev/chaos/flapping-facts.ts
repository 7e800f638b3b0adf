/**
 * The same run with two pumps that flapped and were told of, once each: the one only blinked, and the other was out once, for
 * not long enough to be told.
 */
import type { Facts } from "../../../../dev/chaos/compare/facts.ts";
import type { SeenIncident } from "../../../../dev/chaos/seen/read-app.ts";
import { GRACE_MS, RECOVERY_MS } from "../../../../dev/chaos/tempo.ts";
import { tellStory } from "../../../../dev/chaos/truth/story.ts";
import { rightFacts } from "./right-facts.ts";
import { T0, eventsOf, historyOf, identityOf, member, messagesOf, telling } from "./seen-facts.ts";

const BLIPS = [0, 100, 101, 104, 105, 108, 109, 112];
export const blinking = member("s02-pump4");
export const failing = member("s02-pump3");

const flappers = [
  { ...blinking, events: eventsOf(blinking, [...BLIPS, 113]), code: "EF56", stableAt: T0 + 136_460 },
  { ...failing, events: eventsOf(failing, [...BLIPS, 122]), code: "GH78", stableAt: T0 + 139_700 },
];
const stories = flappers.map(
  ({ key, events }) => [key, tellStory(events, { graceMs: GRACE_MS, recoveryMs: RECOVERY_MS })] as const,
);

const incidents = flappers.map(({ identity, key, code, stableAt }): SeenIncident => {
  const { hub, deviceId } = identity;
  const since = T0 + 100_000;
  return {
    id: `${deviceId}!:flapping!1`,
    kind: "flapping",
    code,
    state: "resolved",
    subject: deviceId,
    openedAt: T0 + 112_200,
    ...telling(T0 + 113_300, ["opening", "ending"]),
    since,
    endedAt: stableAt,
    resolvedAt: stableAt + 1_200,
    outcome: "recovered",
    count: 1,
    members: [{ hub, deviceId, moduleId: null, from: since, to: stableAt, key }],
  };
});

const messages = messagesOf(
  flappers.flatMap(({ identity: { deviceId: subject }, code, stableAt }) => {
    const about = { subject, code, count: 1, names: [subject], since: T0 + 100_000, drops: 4 };
    return [
      { ...about, word: "FLAPPING" as const, at: T0 + 113_300, downSince: T0 + 112_000 },
      { ...about, word: "STABLE" as const, at: stableAt + 1_300, until: stableAt },
    ];
  }),
);

const { truth, app } = rightFacts;
const identities = flappers.flatMap((flapper) => {
  const story = new Map(stories).get(flapper.key);
  return story === undefined ? [] : [[flapper.key, identityOf(flapper, story, null)] as const];
});

export const flappingFacts: Facts = {
  ...rightFacts,
  truth: {
    ...truth,
    stories: new Map([...truth.stories, ...stories]),
    handedOverAt: new Map([
      ...truth.handedOverAt,
      ...flappers.flatMap(({ events }) => events.map(({ id, emittedAt }) => [id, emittedAt] as const)),
    ]),
  },
  app: {
    ...app,
    identities: new Map([...app.identities, ...identities]),
    histories: new Map([
      ...app.histories,
      ...stories.map(([key, story]) => [key, historyOf(story)] as const),
    ]),
    incidents: [...app.incidents, ...incidents],
    summary: { identities: { total: 6, byState: { online: 5, offline: 1 } }, rejected: 0 },
  },
  messages: [...rightFacts.messages, ...messages],
};
