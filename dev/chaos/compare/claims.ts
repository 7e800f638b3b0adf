/** What a message claims, against what its incident says of itself and against who can have been out, or flapped, then. */
import type { SeenIncident } from "../seen/read-app.ts";
import { nameOf } from "../seen/read-app.ts";
import type { Claim, SeenMessage } from "../seen/read-messages.ts";
import { DAMPING } from "../tempo.ts";
import { dropsOf } from "../truth/damping.ts";
import { beliefsOf } from "./beliefs.ts";
import { memberOf, timeText } from "./facts.ts";
import type { Difference, Facts } from "./facts.ts";
import { certainDrops, mostDrops } from "./flapping.ts";
import { targetMatches } from "./targets.ts";

/** The opening and the ending. */
export const WORDS = {
  outage: ["OFFLINE", "RECOVERED"],
  flapping: ["FLAPPING", "STABLE"],
} as const satisfies Record<SeenIncident["kind"], readonly Claim["word"][]>;
/** A card names no more. */
const NAMED = 5;

/** The words, against what the incident says of itself and against who can have been out then. */
export function compareClaim(
  facts: Facts,
  incident: SeenIncident,
  { claim, to, names, channel, text, at }: SeenMessage,
): Difference[] {
  if (claim === undefined) return [];
  const told = incident.told.find((one) => targetMatches({ channel, to }, one));
  const members = new Map(
    incident.members.flatMap((member) => [
      [nameOf(member), member] as const,
      [member.moduleId ?? member.deviceId, member] as const,
    ]),
  );
  const unknown = names.filter((name) => !members.has(name));
  const online = names.filter((name) => {
    const member = members.get(name);
    return claim.word === "OFFLINE" && member && told && !beliefsOf(facts, member.key).outAt(told.at);
  });
  const listed = channel === "sms" || names.length === Math.min(claim.count, NAMED);
  const isOpening = claim.word !== WORDS[incident.kind][1];
  return [
    ...(isAbout(incident, claim) ? [] : ["it is about another device"]),
    ...(unknown.length === 0 ? [] : [`${unknown.join(", ")} is no member`]),
    ...(online.length === 0 ? [] : [`${online.join(", ")} was not out at ${timeText(told?.at)}`]),
    ...(listed ? [] : [`it counts ${claim.count} and names ${names.join(", ")}`]),
    ...(told !== undefined && at < told.at ? ["it was sent before it was decided"] : []),
    ...(isOpening
      ? compareOpening(facts, incident, { claim, names })
      : compareEnding(facts, incident, claim)),
    ...(incident.kind === "flapping" ? compareDrops(facts, incident, { claim, isOpening }) : []),
  ].map((words) => `${to} got "${text}": ${words}`);
}

interface Opening {
  readonly claim: Claim;
  readonly names: readonly string[];
}

/** Of a device behind a gateway it says so. */
function isAbout({ subject, members }: SeenIncident, claim: Claim): boolean {
  if (claim.via === undefined) return claim.subject === subject;
  return claim.via === subject && members.some(({ deviceId }) => deviceId === claim.subject);
}

/** Late evidence may have moved a member's beginning since. */
function compareOpening(
  facts: Facts,
  { kind, count, members }: SeenIncident,
  { claim, names }: Opening,
): Difference[] {
  const spoken = members.filter(
    (one) =>
      names.length === 0 ||
      claim.count > NAMED ||
      names.includes(one.moduleId ?? one.deviceId) ||
      names.includes(nameOf(one)),
  );
  const begun = spoken.flatMap(({ key, from }) =>
    kind === "outage" && memberOf(facts.truth, key)?.behind !== true
      ? [...beliefsOf(facts, key).starts.keys()]
      : [from, ...dropsOf(facts.truth.stories.get(key), DAMPING).map(({ at }) => at)],
  );
  return [
    ...(claim.count >= 1 && claim.count <= count ? [] : [`it counts ${claim.count}, the incident ${count}`]),
    ...(begun.some((at) => minuteOf(at) === claim.since.slice(-5))
      ? []
      : [`none of its members went out at ${claim.since}`]),
  ];
}

interface OfDrops {
  readonly claim: Claim;
  readonly isOpening: boolean;
}

/** Exactly those of the worst, once it is over and what was known of all of them is certain. */
function compareDrops(facts: Facts, incident: SeenIncident, { claim, isOpening }: OfDrops): Difference[] {
  const { drops = 0, count } = claim;
  const exact = isOpening || count < incident.members.length ? undefined : certainDrops(facts, incident);
  const most = mostDrops(facts, incident);
  return [
    ...(exact === undefined || drops === exact ? [] : [`it dropped ${exact} times`]),
    ...(drops >= 2 && drops <= most ? [] : [`it can have dropped ${most} times at most`]),
  ];
}

/** Who was behind another one and is not back goes on in another incident, and is not counted as back. */
function compareEnding(facts: Facts, incident: SeenIncident, claim: Claim): Difference[] {
  const { count, since, endedAt } = incident;
  const lastedMs = (endedAt ?? 0) - (since ?? 0);
  const least = Math.max(1, count - leftIn(facts, incident));
  return [
    ...(claim.count >= least && claim.count <= count
      ? []
      : [`it counts ${claim.count}, the incident ${count}`]),
    // Told to the second, rounded.
    ...(Math.abs((claim.lastedMs ?? lastedMs) - lastedMs) <= 500 ? [] : [`it lasted ${lastedMs} ms`]),
    ...(minuteOf(since ?? 0) === claim.since.slice(-5) ? [] : [`it began at ${timeText(since)}`]),
  ];
}

/** How many of its members went on by themselves: they were behind another one, and no connect ended their part. */
function leftIn({ truth }: Facts, { members }: SeenIncident): number {
  return members.filter(({ key, to }) => {
    const stretches = truth.stories.get(key)?.stretches ?? [];
    const isBack = stretches.some(({ up, at, event }) => up && (at === to || event.at === to));
    return memberOf(truth, key)?.behind === true && !isBack;
  }).length;
}

function minuteOf(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
