/**
 * What an announced incident tells of later. People must notice that it grew; any other change only alters the message
 * that it has, where its place can do that. Changes go together, at ticks of the route's interval.
 */
import { sha256 } from "./digest.ts";
import type { IdentityKey } from "./identity.ts";
import { kindOfIncident } from "./incident.ts";
import type { Changes, Incident } from "./incident.ts";
import type { Policy, TargetRef } from "./policy.ts";
import type { Instant } from "./time.ts";

export interface Change {
  readonly purpose: "update" | "edit";
  readonly targets: readonly TargetRef[];
}

/** The changes of an incident of which nobody was told yet but by its announcement, which spoke of these. */
export function announcedChanges(spoken: readonly IdentityKey[]): Changes {
  return { revision: 0, unnoticed: [], card: cardOf(spoken) };
}

/** What there is to tell at the next tick, of those that are out now; undefined where there is nothing. */
export function changeOf(
  incident: Incident,
  spoken: readonly IdentityKey[],
  policy: Policy,
): Change | undefined {
  const { id, drill, announcedAt } = incident;
  if (announcedAt === undefined || drill !== undefined) return undefined;
  const changes = changesOf(incident);
  const places = incident.told.map(({ target }) => target);
  // Of those that flap, later ones only alter the message.
  if (kindOfIncident(id) === "outage" && hasGrown(incident, changes, spoken, policy)) {
    const targets = places.filter(({ channel }) => channel !== "sms");
    if (targets.length > 0) return { purpose: "update", targets };
  }
  const targets = places.filter(({ edits }) => edits === true);
  return targets.length > 0 && changes.card !== cardOf(spoken) ? { purpose: "edit", targets } : undefined;
}

/** By those whom neither the announcement nor an update has counted, against those whom one has. */
function hasGrown(
  { shown }: Incident,
  { unnoticed }: Changes,
  spoken: readonly IdentityKey[],
  { growth }: Policy,
): boolean {
  const unheard = new Set(unnoticed);
  const noticed = new Set(shown.filter((key) => !unheard.has(key)));
  const newcomers = spoken.filter((key) => !noticed.has(key));
  return newcomers.length > 0 && newcomers.length >= growth * noticed.size;
}

/** The first tick that is not past, counted from the announcement. */
export function tickAfter(announcedAt: Instant, intervalMs: number, now: Instant): Instant {
  const ticks = Math.max(1, Math.ceil((now - announcedAt) / intervalMs));
  return announcedAt + ticks * intervalMs;
}

/** The changes once these were told. */
export function changesAfter(
  incident: Incident,
  purpose: "opening" | Change["purpose"],
  spoken: readonly IdentityKey[],
): Changes {
  const { shown } = incident;
  const changes = changesOf(incident);
  if (incident.announcedAt === undefined) return announcedChanges(spoken);
  const revision = changes.revision + 1;
  if (purpose === "update") return { revision, update: revision, unnoticed: [], card: cardOf(spoken) };
  const known = new Set(shown);
  const unnoticed = [...changes.unnoticed, ...spoken.filter((key) => !known.has(key))];
  return purpose === "opening"
    ? { ...changes, unnoticed }
    : { revision, update: changes.update, unnoticed, card: cardOf(spoken) };
}

/** Of one that was announced before this was kept: as if its announcement had shown all that was ever shown. */
function changesOf({ changes, shown }: Incident): Changes {
  return changes ?? announcedChanges(shown);
}

/** The changes while the next is due then, or none is; before the announcement there are none. */
export function changesUntil(incident: Incident, dueAt: Instant | undefined): Changes | undefined {
  return incident.announcedAt === undefined ? undefined : { ...changesOf(incident), dueAt };
}

/** Whom a message shows, in short. */
function cardOf(spoken: readonly IdentityKey[]): string {
  return sha256(spoken.toSorted().join(" "));
}
