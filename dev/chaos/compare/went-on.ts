/**
 * Who was behind another one and is out when that one is back goes on in an incident of its own, and is not listed with the
 * incident that is over, though that has spoken of it.
 */
import type { Member } from "../fleet/sites.ts";
import type { SeenIncident } from "../seen/read-app.ts";
import { MOMENT_MS } from "../tempo.ts";
import { beliefsOf } from "./beliefs.ts";
import { memberOf } from "./facts.ts";
import type { Facts } from "./facts.ts";

/** The same facts, with an incident's members completed by those who went on. */
export function withThoseWhoWentOn(facts: Facts): Facts {
  const incidents = facts.app.incidents.map((incident) => {
    const { announcedAt, resolvedAt, members } = incident;
    const hadOthers = members.some(({ key }) => memberOf(facts.truth, key)?.behind === false);
    if (announcedAt === null || resolvedAt === null || !hadOthers) return incident;
    const went = facts.truth.members.flatMap((member) => partOf(facts, incident, member, resolvedAt));
    return { ...incident, members: [...members, ...went] };
  });
  return { ...facts, app: { ...facts.app, incidents } };
}

function partOf(
  facts: Facts,
  { subject, members, openedAt }: SeenIncident,
  { key, identity, behind, group }: Member,
  resolvedAt: number,
): SeenIncident["members"] {
  const isListed = members.some((one) => one.key === key);
  if (!behind || group !== subject || isListed || !beliefsOf(facts, key).outAt(resolvedAt)) return [];
  const later = facts.app.incidents
    .filter((one) => one.openedAt + MOMENT_MS >= openedAt && one.subject === subject)
    .flatMap((one) => one.members)
    .find((one) => one.key === key && one.from <= resolvedAt);
  const { hub, deviceId, moduleId = null } = identity;
  return later === undefined ? [] : [{ hub, deviceId, moduleId, from: later.from, to: null, key }];
}
