/**
 * Every incident by itself: it is of one device, of members that were out when they are said to have been, told to their
 * receivers and nobody else, after its wait, and over when all of them are back.
 */
import type { Instant } from "../../../functions/domain/time.ts";
import type { SeenIncident } from "../seen/read-app.ts";
import { nameOf } from "../seen/read-app.ts";
import { beliefsOf } from "./beliefs.ts";
import type { Beliefs } from "./beliefs.ts";
import { timeText } from "./facts.ts";
import type { Difference, Facts } from "./facts.ts";
import { targetMatches } from "./targets.ts";

export function compareIncidents(facts: Facts, groupWaitMs: number): Difference[] {
  return facts.app.incidents.flatMap((incident) =>
    [
      ...compareMembers(facts, incident),
      ...compareAnnouncement(facts, incident, groupWaitMs),
      ...compareEnding(incident),
      ...compareDeliveries(incident),
    ].map((words) => `incident ${incident.code} of ${incident.subject}: ${words}`),
  );
}

function compareMembers(facts: Facts, { subject, members, state }: SeenIncident): Difference[] {
  const strangers = members
    .filter(({ deviceId, key }) => deviceId !== subject || !facts.truth.stories.has(key))
    .map((member) => `${nameOf(member)} is a member and of another group`);
  const times = members.flatMap((member) => compareTimes(member, beliefsOf(facts, member.key)));
  const out = members.filter(({ to }) => to === null).map((member) => nameOf(member));
  const unended =
    state === "resolved" && out.length > 0 ? [`it is over while ${out.join(", ")} is not back`] : [];
  return [...strangers, ...times, ...unended];
}

function compareTimes(member: SeenIncident["members"][number], { starts, ends }: Beliefs): Difference[] {
  const { from, to } = member;
  const name = nameOf(member);
  return [
    ...(starts.has(from) ? [] : [`${name} is said to be out from ${timeText(from)}, when no outage began`]),
    ...(to === null || ends.has(to)
      ? []
      : [`${name} is said to be back at ${timeText(to)}, when no outage ended`]),
    ...(to === null || to >= from ? [] : [`${name} is back before it went`]),
  ];
}

function compareAnnouncement(facts: Facts, incident: SeenIncident, groupWaitMs: number): Difference[] {
  const { openedAt, announcedAt, members, told, count, outcome } = incident;
  if (announcedAt === null) {
    const spoken = told.length > 0 || count > 0 || incident.deliveries.length > 0;
    return spoken ? ["it was not announced, and somebody was told"] : [];
  }
  const notices = members.flatMap((member) => noticesOf(facts, openedAt, member));
  const ready = Math.min(openedAt, ...notices) + groupWaitMs;
  const spokenFor = notices.some((noticedAt) => noticedAt + groupWaitMs <= announcedAt);
  const targets = members.flatMap(
    ({ key }) => facts.truth.members.find((one) => one.key === key)?.targets ?? [],
  );
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
function noticesOf(
  facts: Facts,
  openedAt: Instant,
  { key, from, to }: SeenIncident["members"][number],
): Instant[] {
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
function compareDeliveries({ told, deliveries, state }: SeenIncident): Difference[] {
  const purposes = state === "resolved" ? ["opening", "ending"] : ["opening"];
  const expected = told
    .flatMap(({ target }) => purposes.map((purpose) => `${purpose} to ${target}`))
    .toSorted();
  const shown = deliveries.map(({ purpose, target }) => `${purpose} to ${target}`).toSorted();
  const unsent = deliveries.filter((one) => one.state !== "sent");
  return [
    ...(expected.join() === shown.join()
      ? []
      : [`its deliveries are ${shown.join(", ")}, not ${expected.join(", ")}`]),
    ...unsent.map(
      (one) => `the ${one.purpose} to ${one.target} is ${one.state} after ${one.attempts} attempts`,
    ),
  ];
}
