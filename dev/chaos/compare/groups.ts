/**
 * Every device with its modules: whoever is out in the end is a member of its one open incident, which was announced, and
 * nobody else has one; an outage that was known for long enough was announced; and one incident ends before the next speaks.
 */
import type { Identity } from "../../../functions/domain/identity.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { SeenIncident } from "../seen/read-app.ts";
import { nameOf } from "../seen/read-app.ts";
import type { Outage, Story } from "../truth/story.ts";
import { handedOver, timeText } from "./facts.ts";
import type { Difference, Facts, Truth } from "./facts.ts";

export interface GroupWaits {
  readonly graceMs: number;
  readonly groupWaitMs: number;
}

export function compareGroups(facts: Facts, waits: GroupWaits): Difference[] {
  const byDevice = Map.groupBy(facts.app.incidents, ({ subject }) => subject);
  const devices = new Set(facts.truth.members.map(({ identity }) => identity.deviceId));
  const groups = [...devices].flatMap((device) => compareGroup(facts, device, byDevice.get(device) ?? []));
  const members = facts.truth.members.flatMap(({ key, identity }) => {
    const story = facts.truth.stories.get(key);
    if (story === undefined) return [];
    const own = byDevice.get(identity.deviceId) ?? [];
    return story.outages.flatMap((outage) =>
      compareOutage(facts.truth, { identity, story, outage, own }, waits),
    );
  });
  return [...groups, ...members];
}

function compareGroup(
  { truth, app }: Facts,
  device: string,
  incidents: readonly SeenIncident[],
): Difference[] {
  const open = incidents.filter(({ state }) => state !== "resolved");
  const members = truth.members.filter(({ identity }) => identity.deviceId === device);
  const out = members.filter(({ key }) => truth.stories.get(key)?.state === "offline");
  const wanted = out.length > 0 ? 1 : 0;
  const count =
    open.length === wanted ? [] : [`${device} has ${open.length} open incidents and should have ${wanted}`];
  const named = members.flatMap(({ key, identity }) => {
    const shown = app.identities.get(key)?.incidentId ?? null;
    const isOut = truth.stories.get(key)?.state === "offline";
    if (shown === null ? !isOut : open.some(({ id }) => id === shown)) return [];
    return [`${nameOf(identity)} names ${shown === null ? "no incident" : "an incident that is over"}`];
  });
  return [...count, ...named, ...overlaps(device, incidents)];
}

function overlaps(device: string, incidents: readonly SeenIncident[]): Difference[] {
  const spoken = incidents
    .flatMap(({ announcedAt, resolvedAt, code }) =>
      announcedAt === null ? [] : [{ announcedAt, resolvedAt, code }],
    )
    .toSorted((a, b) => a.announcedAt - b.announcedAt);
  return spoken.flatMap(({ code, announcedAt }, index) => {
    const before = spoken[index - 1];
    if (before === undefined || (before.resolvedAt !== null && before.resolvedAt <= announcedAt)) return [];
    return [`${device}: incident ${code} was announced while ${before.code} was not over`];
  });
}

interface Case {
  readonly identity: Identity;
  readonly story: Story;
  readonly outage: Outage;
  /** The incidents of its device. */
  readonly own: readonly SeenIncident[];
}

function compareOutage(
  truth: Truth,
  { identity, story, outage, own }: Case,
  waits: GroupWaits,
): Difference[] {
  const known = knownSpan(truth, story, outage, waits.graceMs);
  const mustBy = known.from + waits.groupWaitMs + truth.announcedMs;
  if (known.until < mustBy) return [];
  const key = truth.members.find((one) => one.identity === identity)?.key;
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
