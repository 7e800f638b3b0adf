/**
 * Every message that a provider took: each belongs to an incident and says what that says; each receiver that was told got
 * the opening, and the ending after it where there is one; nobody else got anything, and no SMS came twice.
 */
import type { SeenIncident } from "../seen/read-app.ts";
import type { Claim, SeenMessage } from "../seen/read-messages.ts";
import { beliefsOf } from "./beliefs.ts";
import { timeText } from "./facts.ts";
import type { Difference, Facts } from "./facts.ts";
import { targetMatches } from "./targets.ts";

export interface MessageComparison {
  readonly differences: readonly Difference[];
  /** Messages that somebody should have got and did not. */
  readonly lost: number;
  /** Messages that came once more: cards, and SMS, which must not. */
  readonly repeatedCards: number;
  readonly repeatedSms: number;
}

export function compareMessages(facts: Facts): MessageComparison {
  const byCode = Map.groupBy(facts.messages, ({ claim }) => claim?.code);
  const codes = new Set(facts.app.incidents.map(({ code }) => code));
  const strange = facts.messages
    .filter(({ claim }) => claim === undefined || !codes.has(claim.code))
    .map(({ to, text }) => `${to} got what belongs to no incident: ${text}`);
  const conversations = facts.app.incidents.flatMap((incident) =>
    conversationsOf(incident, byCode.get(incident.code) ?? []),
  );
  const claims = facts.app.incidents.flatMap((incident) =>
    (byCode.get(incident.code) ?? []).flatMap((message) => compareClaim(facts, incident, message)),
  );
  const repeatedCards = sum(conversations, ({ channel, repeats }) => (channel === "sms" ? 0 : repeats));
  const repeatedSms = sum(conversations, ({ channel, repeats }) => (channel === "sms" ? repeats : 0));
  const allowed = facts.kills + facts.unheardCards;
  const repeated = [
    ...(repeatedSms === 0 ? [] : [`${repeatedSms} SMS came once more`]),
    ...(repeatedCards <= allowed ? [] : [`${repeatedCards} cards came once more, at most ${allowed} may`]),
  ];
  const differences = [
    ...strange,
    ...conversations.flatMap((one) => one.differences),
    ...claims,
    ...repeated,
  ];
  return { differences, lost: sum(conversations, ({ lost }) => lost), repeatedCards, repeatedSms };
}

interface Conversation {
  readonly channel: string;
  readonly differences: readonly Difference[];
  readonly repeats: number;
  readonly lost: number;
}

/** Of one incident with each receiver: those that were told, and those that were not and got something. */
function conversationsOf(incident: SeenIncident, messages: readonly SeenMessage[]): Conversation[] {
  const receivers = Map.groupBy(messages, ({ channel, to }) => `${channel} ${to}`);
  const strangers = [...receivers.values()].flatMap(([first]) =>
    first === undefined || incident.told.some((told) => targetMatches(first, told))
      ? []
      : [
          {
            channel: first.channel,
            differences: [`${first.to} was not to be told: ${first.text}`],
            repeats: 0,
            lost: 0,
          },
        ],
  );
  const told = incident.told.map((one) => {
    const own = messages.filter((message) => targetMatches(message, one));
    return conversation(incident, one, own);
  });
  return [...strangers, ...told];
}

function conversation(
  { code, subject, state, deliveries }: SeenIncident,
  { target, channel }: SeenIncident["told"][number],
  messages: readonly SeenMessage[],
): Conversation {
  const words = messages.map(({ claim }) => claim?.word);
  const wanted = state === "resolved" ? (["OFFLINE", "RECOVERED"] as const) : (["OFFLINE"] as const);
  const heard = words.filter((word, index) => word !== words[index - 1]);
  const lost = wanted.filter((word) => !words.includes(word)).length;
  const repeats = wanted.map((word) => Math.max(0, words.filter((one) => one === word).length - 1));
  const texts = new Set(messages.map(({ text }) => text));
  const tries = wanted.map((_, index) => {
    const purpose = index === 0 ? "opening" : "ending";
    return deliveries.find((one) => one.purpose === purpose && one.target === target)?.attempts ?? 1;
  });
  const about = `${target} about ${code} of ${subject}`;
  return {
    channel,
    lost,
    repeats: repeats.reduce((all, one) => all + one, 0),
    differences: [
      ...(heard.join() === wanted.join()
        ? []
        : [`${about}: got ${heard.join(", ") || "nothing"}, not ${wanted.join(", ")}`]),
      ...(texts.size <= wanted.length ? [] : [`${about}: the same message came in other words`]),
      ...(repeats.every((count, index) => count < (tries[index] ?? 1))
        ? []
        : [`${about}: came more often than it was tried`]),
    ],
  };
}

/** The words, against what the incident says of itself and against who can have been out then. */
function compareClaim(
  facts: Facts,
  incident: SeenIncident,
  { claim, to, names, channel, text, at }: SeenMessage,
): Difference[] {
  if (claim === undefined) return [];
  const told = incident.told.find((one) => targetMatches({ channel, to }, one));
  const members = new Map(incident.members.map((member) => [member.moduleId ?? member.deviceId, member]));
  const unknown = names.filter((name) => !members.has(name));
  const online = names.filter((name) => {
    const member = members.get(name);
    return claim.word === "OFFLINE" && member && told && !beliefsOf(facts, member.key).outAt(told.at);
  });
  const listed = channel === "sms" || names.length === claim.count;
  return [
    ...(claim.subject === incident.subject ? [] : ["it is about another device"]),
    ...(unknown.length === 0 ? [] : [`${unknown.join(", ")} is no member`]),
    ...(online.length === 0 ? [] : [`${online.join(", ")} was not out at ${timeText(told?.at)}`]),
    ...(listed ? [] : [`it counts ${claim.count} and names ${names.join(", ")}`]),
    ...(told !== undefined && at < told.at ? ["it was sent before it was decided"] : []),
    ...(claim.word === "OFFLINE"
      ? compareOpening(facts, incident, { claim, names })
      : compareEnding(incident, claim)),
  ].map((words) => `${to} got "${text}": ${words}`);
}

interface Opening {
  readonly claim: Claim;
  readonly names: readonly string[];
}

/** Late evidence may have moved a member's beginning since. */
function compareOpening(
  facts: Facts,
  { count, members }: SeenIncident,
  { claim, names }: Opening,
): Difference[] {
  const spoken = members.filter((one) => names.length === 0 || names.includes(one.moduleId ?? one.deviceId));
  const begun = spoken.flatMap(({ key }) => [...beliefsOf(facts, key).starts.keys()]);
  return [
    ...(claim.count >= 1 && claim.count <= count ? [] : [`it counts ${claim.count}, the incident ${count}`]),
    ...(begun.some((at) => minuteOf(at) === claim.since.slice(-5))
      ? []
      : [`none of its members went out at ${claim.since}`]),
  ];
}

function compareEnding({ count, since, endedAt }: SeenIncident, claim: Claim): Difference[] {
  const lastedMs = (endedAt ?? 0) - (since ?? 0);
  return [
    ...(claim.count === count ? [] : [`it counts ${claim.count}, the incident ${count}`]),
    // Told to the second, rounded.
    ...(Math.abs((claim.lastedMs ?? 0) - lastedMs) <= 500 ? [] : [`it lasted ${lastedMs} ms`]),
    ...(minuteOf(since ?? 0) === claim.since.slice(-5) ? [] : [`it began at ${timeText(since)}`]),
  ];
}

function minuteOf(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((all, item) => all + of(item), 0);
}
