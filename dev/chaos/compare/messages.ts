/**
 * Every message that a provider took: each belongs to an incident and says what that says; each receiver that was told got
 * the opening, and the ending after it where there is one; nobody else got anything, and no SMS came twice.
 */
import type { SeenIncident } from "../seen/read-app.ts";
import type { SeenMessage } from "../seen/read-messages.ts";
import { WORDS, compareClaim } from "./claims.ts";
import type { Difference, Facts } from "./facts.ts";
import { targetMatches } from "./targets.ts";
import { compareUpdates, isUpdate } from "./updates.ts";

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
  incident: SeenIncident,
  told: SeenIncident["told"][number],
  all: readonly SeenMessage[],
): Conversation {
  const { kind, code, subject, state, deliveries } = incident;
  const { target, channel } = told;
  const updates = compareUpdates(incident, told, all);
  const messages = all.filter((one) => !isUpdate(one));
  const words = messages.map(({ claim }) => claim?.word);
  const wanted = WORDS[kind].slice(0, state === "resolved" ? 2 : 1);
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
    lost: lost + updates.lost,
    repeats: updates.repeats + sum(repeats, (one) => one),
    differences: [
      ...updates.differences,
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

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((all, item) => all + of(item), 0);
}
