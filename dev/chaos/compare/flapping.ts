/**
 * Incidents of who flaps: nobody is in one who never dropped often enough; it began with one of the drops; who is said to be
 * stable was so at that moment, and online.
 */
import type { Instant } from "../../../functions/domain/time.ts";
import type { SeenIncident } from "../seen/read-app.ts";
import { nameOf } from "../seen/read-app.ts";
import { DAMPING } from "../tempo.ts";
import type { Episode } from "../truth/damping.ts";
import { dropsOf } from "../truth/damping.ts";
import { memberOf, timeText } from "./facts.ts";
import type { Difference, Facts } from "./facts.ts";
import { certainFor, mayFlapFrom, surelyFlaps } from "./knowledge.ts";
import type { Certain } from "./knowledge.ts";

type SeenMember = SeenIncident["members"][number];

/** Rounding. */
const MOST_MS = 1;

export function compareFlapping(facts: Facts, incident: SeenIncident): Difference[] {
  return incident.members.flatMap((member) => {
    const name = nameOf(member);
    return [...compareBeginning(facts, member), ...compareStable(facts, incident, member)].map(
      (words) => `${name} ${words}`,
    );
  });
}

/** Who is behind a gateway that flaps may be in its incident for being out. */
function compareBeginning(facts: Facts, { key, from }: SeenMember): Difference[] {
  const story = facts.truth.stories.get(key);
  if (story === undefined || memberOf(facts.truth, key)?.behind === true) return [];
  const times = story.stretches.flatMap(({ at, event }) => [at, event.at]);
  return [
    ...(mayFlapFrom(facts, key) < Infinity ? [] : ["is said to flap and never dropped often enough"]),
    ...(times.includes(from) ? [] : [`is said to flap from ${timeText(from)}, when it did not drop`]),
  ];
}

function compareStable(
  facts: Facts,
  { resolvedAt }: SeenIncident,
  { key, from, to }: SeenMember,
): Difference[] {
  if (to === null || memberOf(facts.truth, key)?.behind === true) return [];
  const over = resolvedAt ?? to;
  const certain = certainFor(facts, key, to, over);
  const truly = certain === undefined ? to : stableFrom(certain);
  return [
    ...(to >= from ? [] : ["is stable before it flapped"]),
    ...(surelyFlaps(facts, key, to, over) ? [`is said to be stable at ${timeText(to)}, and flapped`] : []),
    ...(Math.abs(truly - to) <= MOST_MS
      ? []
      : [`is said to be stable at ${timeText(to)}, in truth ${timeText(truly)}`]),
  ];
}

/** Online, and not flapping any more; never, where it is out. */
function stableFrom({ story, episodes }: Certain): Instant {
  if (story.state !== "online") return Infinity;
  return Math.max(episodes.at(-1)?.until ?? -Infinity, story.since);
}

/** How often the worst of the members dropped, where that is certain. */
export function certainDrops(facts: Facts, { members, resolvedAt }: SeenIncident): number | undefined {
  const counts = members.map(({ key, to }) => {
    const certain = to === null ? undefined : certainFor(facts, key, to, resolvedAt ?? to);
    const last: Episode | undefined = certain?.episodes.at(-1);
    return last?.drops ?? Number.NaN;
  });
  const most = Math.max(...counts);
  return Number.isFinite(most) ? most : undefined;
}

/** How often the worst of them can have dropped. */
export function mostDrops({ truth }: Facts, { members }: SeenIncident): number {
  return Math.max(0, ...members.map(({ key }) => dropsOf(truth.stories.get(key), DAMPING).length));
}
