/**
 * Every incident by itself: it is of one group, of members that were out when they are said to have been, told to their
 * receivers and nobody else, after its wait, and over when all of them are back.
 */
import type { IdentityKey } from "../../../functions/domain/identity.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { SeenIncident } from "../seen/read-app.ts";
import { nameOf } from "../seen/read-app.ts";
import { beliefsOf } from "./beliefs.ts";
import { compareDamped } from "./damped.ts";
import { memberOf, timeText } from "./facts.ts";
import type { Difference, Facts } from "./facts.ts";
import { compareFlapping } from "./flapping.ts";
import { mayFlapFrom } from "./knowledge.ts";
import { targetMatches } from "./targets.ts";
import { compareUpdateDeliveries } from "./updates.ts";

type SeenMember = SeenIncident["members"][number];

export function compareIncidents(facts: Facts, groupWaitMs: number): Difference[] {
  return facts.app.incidents.flatMap((incident) =>
    [
      ...compareMembers(facts, incident),
      ...(incident.kind === "outage" ? compareDamped : compareFlapping)(facts, incident),
      ...compareAnnouncement(facts, incident, groupWaitMs),
      ...compareEnding(incident),
      ...compareDeliveries(incident),
    ].map((words) => `incident ${incident.code} of ${incident.subject}: ${words}`),
  );
}

function compareMembers(facts: Facts, incident: SeenIncident): Difference[] {
  const { kind, subject, members, state, resolvedAt } = incident;
  const strangers = members
    .filter(({ key }) => memberOf(facts.truth, key)?.group !== subject || !facts.truth.stories.has(key))
    .map((member) => `${nameOf(member)} is a member and of another group`);
  const times = kind === "outage" ? members.flatMap((member) => compareTimes(facts, member)) : [];
  const isBehind = ({ key }: SeenMember): boolean => memberOf(facts.truth, key)?.behind === true;
  // Once all that others are behind are back it is over, and who is still out has another one.
  const mayBeLeft = members.some((member) => !isBehind(member));
  const out = members
    .filter((member) => member.to === null && !(mayBeLeft && isBehind(member)))
    .map((member) => nameOf(member));
  const unended =
    state === "resolved" && out.length > 0 ? [`it is over while ${out.join(", ")} is not back`] : [];
  const later = members
    .filter((member) => resolvedAt !== null && (member.to ?? 0) > resolvedAt && !isBehind(member))
    .map((member) => `it was over before ${nameOf(member)} was back at ${timeText(member.to)}`);
  return [...strangers, ...times, ...unended, ...later];
}

function compareTimes(facts: Facts, { key, from, to, ...member }: SeenMember): Difference[] {
  const { starts, ends } = beliefsOf(facts, key);
  const name = nameOf(member);
  return [
    ...(starts.has(from) || isChange(facts, key, from, "down")
      ? []
      : [`${name} is said to be out from ${timeText(from)}, when no outage began`]),
    ...(to === null || ends.has(to) || isChange(facts, key, to, "up")
      ? []
      : [`${name} is said to be back at ${timeText(to)}, when no outage ended`]),
    ...(to === null || to >= from ? [] : [`${name} is back before it went`]),
  ];
}

/**
 * Who is behind another one is a member from any disconnect to any connect, or until it goes on by itself, being out. Who can
 * have flapped is back with whichever connect was the last.
 */
function isChange(facts: Facts, key: IdentityKey, at: Instant, way: "up" | "down"): boolean {
  const behind = memberOf(facts.truth, key)?.behind === true;
  if (!behind && (way === "down" || mayFlapFrom(facts, key) === Infinity)) return false;
  const stretches = facts.truth.stories.get(key)?.stretches ?? [];
  if (behind && way === "up" && beliefsOf(facts, key).outAt(at)) return true;
  return stretches.some((one) => one.up === (way === "up") && (one.at === at || one.event.at === at));
}

function compareAnnouncement(facts: Facts, incident: SeenIncident, groupWaitMs: number): Difference[] {
  const { kind, openedAt, announcedAt, members, told, count, outcome } = incident;
  if (announcedAt === null) {
    const spoken = told.length > 0 || count > 0 || incident.deliveries.length > 0;
    return spoken ? ["it was not announced, and somebody was told"] : [];
  }
  const notices = members.flatMap((member) =>
    kind === "outage" ? noticesOf(facts, openedAt, member) : mayFlapFrom(facts, member.key),
  );
  const ready = Math.min(openedAt, ...notices) + groupWaitMs;
  const spokenFor = notices.some((noticedAt) => noticedAt + groupWaitMs <= announcedAt);
  const targets = members.flatMap(({ key }) => memberOf(facts.truth, key)?.targets ?? []);
  return [
    ...(announcedAt >= ready
      ? []
      : [`it was announced at ${timeText(announcedAt)}, before ${timeText(ready)}`]),
    ...(spokenFor ? [] : ["it was announced for an outage that the times of its members leave out"]),
    ...(outcome === "unspoken" ? ["it was announced and ended without a word"] : []),
    ...(told.length > 0 && count >= 1 && count <= members.length
      ? []
      : [`it counts ${count} of ${members.length} members for ${told.length} receivers`]),
    ...told
      .filter((one) => !targets.some((target) => targetMatches(target, one)))
      .map(({ target }) => `${target} was told, and is nobody's receiver there`),
  ];
}

/** When its outages in the incident were noticed; one that was denied meanwhile may lie before its times. */
function noticesOf(facts: Facts, openedAt: Instant, { key, from, to }: SeenMember): Instant[] {
  return [...beliefsOf(facts, key).starts].flatMap(([at, { noticedAt, denied }]) => {
    const counts = at >= from || (denied && noticedAt >= openedAt);
    return counts && at <= (to ?? Infinity) ? [noticedAt] : [];
  });
}

function compareEnding({ state, outcome, since, endedAt, members }: SeenIncident): Difference[] {
  if (state !== "resolved") return state === "open" ? [] : [`it is ${state}`];
  if (outcome === "unspoken") return [];
  if (outcome !== "recovered") return [`it ended as ${String(outcome)}, and nobody was deleted`];
  return [
    ...(members.some(({ from }) => from === since)
      ? []
      : [`it began at ${timeText(since)}, with none of its members`]),
    ...(members.some(({ to }) => to === endedAt)
      ? []
      : [`it ended at ${timeText(endedAt)}, with none of its members`]),
  ];
}

/** One opening for each that was told, one ending if it is over, all of them accepted. */
function compareDeliveries(incident: SeenIncident): Difference[] {
  const { told, state } = incident;
  const deliveries = incident.deliveries.filter(({ purpose }) => purpose !== "update");
  const purposes = state === "resolved" ? ["opening", "ending"] : ["opening"];
  const expected = told
    .flatMap(({ target }) => purposes.map((purpose) => `${purpose} to ${target}`))
    .toSorted();
  const shown = deliveries.map(({ purpose, target }) => `${purpose} to ${target}`).toSorted();
  const unsent = deliveries.filter((one) => one.state !== "sent");
  return [
    ...compareUpdateDeliveries(incident),
    ...(expected.join() === shown.join()
      ? []
      : [`its deliveries are ${shown.join(", ")}, not ${expected.join(", ")}`]),
    ...unsent.map(
      (one) => `the ${one.purpose} to ${one.target} is ${one.state} after ${one.attempts} attempts`,
    ),
  ];
}
