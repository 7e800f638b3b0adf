/**
 * Every group, a device with its modules or a gateway with all that is behind it: whoever is out in the end is a member of its
 * one open incident, which was announced, and nobody else has one; who flapped is stable, unless it is out; an outage that was
 * known for long enough was announced; and one incident of a kind ends before the next speaks.
 */
import type { IdentityKey } from "../../../functions/domain/identity.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { Member } from "../fleet/sites.ts";
import type { SeenIncident } from "../seen/read-app.ts";
import { nameOf } from "../seen/read-app.ts";
import { HELD_MS, LONG_OUTAGE_MS } from "../tempo.ts";
import type { Outage, Story } from "../truth/story.ts";
import { handedOver, timeText } from "./facts.ts";
import type { Difference, Facts, Truth } from "./facts.ts";
import { mayFlapFrom } from "./knowledge.ts";

export interface GroupWaits {
  readonly graceMs: number;
  readonly groupWaitMs: number;
}

export function compareGroups(facts: Facts, waits: GroupWaits): Difference[] {
  const byGroup = Map.groupBy(facts.app.incidents, ({ subject }) => subject);
  const names = new Set(facts.truth.members.map(({ group }) => group));
  const groups = [...names].flatMap((group) => compareGroup(facts, group, byGroup.get(group) ?? []));
  const members = facts.truth.members.flatMap((member) => {
    const story = facts.truth.stories.get(member.key);
    if (story === undefined) return [];
    // Who is behind one that flaps may be told of with that.
    const own = (byGroup.get(member.group) ?? []).filter(({ kind }) => kind === "outage" || member.behind);
    return story.outages.flatMap((outage) => compareOutage(facts, { member, story, outage, own }, waits));
  });
  return [...groups, ...members];
}

function compareGroup(
  { truth, app }: Facts,
  group: string,
  incidents: readonly SeenIncident[],
): Difference[] {
  const isOut = (key: IdentityKey): boolean => truth.stories.get(key)?.state === "offline";
  const open = incidents.filter(({ state }) => state !== "resolved");
  const outages = open.filter(({ kind }) => kind === "outage");
  const members = truth.members.filter((one) => one.group === group);
  const wanted = members.some(({ key }) => isOut(key)) ? 1 : 0;
  const count =
    outages.length === wanted
      ? []
      : [`${group} has ${outages.length} open incidents and should have ${wanted}`];
  const named = members.flatMap(({ key, identity }) => {
    const shown = app.identities.get(key)?.incidentId ?? null;
    if (shown === null ? !isOut(key) : open.some(({ id }) => id === shown)) return [];
    return [`${nameOf(identity)} names ${shown === null ? "no incident" : "an incident that is over"}`];
  });
  const unstable = open.filter(
    (one) => one.kind === "flapping" && !one.members.some(({ key, to }) => to === null && isOut(key)),
  );
  const left = unstable.map(({ code }) => `${group}: incident ${code} is open and nobody of it is out`);
  const kinds = Map.groupBy(incidents, ({ kind }) => kind);
  return [...count, ...named, ...left, ...[...kinds.values()].flatMap((own) => overlaps(group, own))];
}

function overlaps(group: string, incidents: readonly SeenIncident[]): Difference[] {
  const spoken = incidents
    .flatMap(({ announcedAt, resolvedAt, code }) =>
      announcedAt === null ? [] : [{ announcedAt, resolvedAt, code }],
    )
    .toSorted((a, b) => a.announcedAt - b.announcedAt);
  return spoken.flatMap(({ code, announcedAt }, index) => {
    const before = spoken[index - 1];
    if (before === undefined || (before.resolvedAt !== null && before.resolvedAt <= announcedAt)) return [];
    return [`${group}: incident ${code} was announced while ${before.code} was not over`];
  });
}

interface Case {
  readonly member: Member;
  readonly story: Story;
  readonly outage: Outage;
  /** The incidents of its group that may tell of it. */
  readonly own: readonly SeenIncident[];
}

function compareOutage(
  facts: Facts,
  { member: { key, identity, behind }, story, outage, own }: Case,
  waits: GroupWaits,
): Difference[] {
  const known = knownSpan(facts.truth, story, outage, waits.graceMs);
  const flaps = mayFlapFrom(facts, key) < Infinity;
  const held = (flaps ? LONG_OUTAGE_MS : 0) + (behind ? HELD_MS : 0);
  const mustBy = known.from + held + waits.groupWaitMs + facts.truth.announcedMs;
  if (known.until < mustBy) return [];
  const told = own.some(
    ({ announcedAt, members }) =>
      announcedAt !== null &&
      announcedAt <= mustBy &&
      members.some(
        (one) => one.key === key && one.from <= outage.since && (one.to ?? Infinity) > outage.since,
      ),
  );
  if (told) return [];
  const end = outage.until === undefined ? "still" : `to ${timeText(outage.until)}`;
  return [
    `${nameOf(identity)} is out from ${timeText(outage.since)} ${end}, known, and it was never announced`,
  ];
}

/** From when the product could know of it as standing, and until when: a connect that it may have known ends that. */
function knownSpan(
  truth: Truth,
  { stretches }: Story,
  { since, first }: Outage,
  graceMs: number,
): { readonly from: Instant; readonly until: Instant } {
  const begun = stretches[first];
  const from = Math.max(since + graceMs, begun === undefined ? Infinity : handedOver(truth, begun.event.id));
  const later = stretches.slice(first + 1).filter(({ up }) => up);
  return { from, until: Math.min(Infinity, ...later.map(({ event }) => handedOver(truth, event.id))) };
}
