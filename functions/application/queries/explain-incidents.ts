/** Which incidents have a part in an explanation: those that tell of an identity, and the one that it is in. */
import { outSince } from "../../domain/connection.ts";
import type { Connection } from "../../domain/connection.ts";
import type { Telling } from "../../domain/explain/finding.ts";
import type { Group } from "../../domain/group.ts";
import { identityKey } from "../../domain/identity.ts";
import { INCIDENT_KINDS, kindOfIncident, ofKind, previousIncidentId } from "../../domain/incident.ts";
import type { Incident, IncidentKind } from "../../domain/incident.ts";
import { isIn, wants } from "../../domain/part.ts";
import type { Standing } from "../../domain/part.ts";
import type { Instant } from "../../domain/time.ts";
import type { IncidentMember, Store } from "../ports.ts";

export interface Incidents {
  readonly told: readonly Telling[];
  readonly incident: Incident | "none" | "unknown";
}

/** Whose they are, as of the moment of the standing. */
export interface Subject {
  readonly connection: Connection;
  readonly standing: Standing;
  readonly group: Group;
}

type IncidentStore = Pick<Store["incidents"], "read" | "latest" | "membersOf">;

/** As its document names them. */
export async function presentIncidents(
  { read }: Pick<IncidentStore, "read">,
  { connection, standing }: Subject,
): Promise<Incidents> {
  const { identity, incidents } = connection;
  const found = new Map<IncidentKind, Incident>();
  for (const kind of INCIDENT_KINDS) {
    const part = incidents[kind];
    const incident = part !== undefined && isIn(part) ? (await read(part.id))?.value : undefined;
    if (incident !== undefined && incident.state.name !== "resolved") found.set(kind, incident);
  }
  const key = identityKey(identity);
  const told = [...found].flatMap(([kind, incident]): Telling[] =>
    incident.announcedAt !== undefined && incident.shown.includes(key)
      ? [{ kind, incident, at: incident.announcedAt }]
      : [],
  );
  return { told, incident: theOneOf(found, connection, standing) };
}

/** Of an outage before one of flapping, unless it is about to join the former. */
function theOneOf(
  found: ReadonlyMap<IncidentKind, Incident>,
  { incidents }: Connection,
  standing: Standing,
): Incident | "none" {
  const flapping = wants("outage", incidents, standing) ? undefined : found.get("flapping");
  return found.get("outage") ?? flapping ?? "none";
}

/** So many incidents of its group are looked through, from the last one on. */
const LOOKED_THROUGH = 50;

/**
 * As of a past moment, by what the incidents themselves kept: a document names only the last one.
 * @param subject as it was known then; `latest`: as it is now.
 */
export async function pastIncidents(
  store: IncidentStore,
  subject: Subject,
  latest: Connection,
  at: Instant,
): Promise<Incidents> {
  const { connection, standing, group } = subject;
  const told: Telling[] = [];
  const found = new Map<IncidentKind, Incident>();
  let isSure = true;
  for (const kind of INCIDENT_KINDS) {
    const part = latest.incidents[kind];
    const named = part === undefined ? undefined : (await store.read(part.id))?.value;
    const own = await openAt(store, ofKind(group, kind).key, at);
    if (own === "unknown") isSure = false;
    for (const incident of distinct([named, own === "unknown" ? undefined : own])) {
      if (!isOpenAt(incident, at)) continue;
      const member = await memberOf(store, incident, latest);
      if (isToldOf(incident, subject, member, at)) {
        told.push({ kind, incident: asOf(incident, at), at: incident.announcedAt ?? at });
      }
      const isNamed = isIn(connection.incidents[kind]) && connection.incidents[kind]?.id === incident.id;
      if (isNamed || told.some((one) => one.incident.id === incident.id)) {
        found.set(kind, asOf(incident, at));
      }
    }
    // What it was in before its present part nobody kept, but where a message spoke of it.
    if (part !== undefined && part.noticedAt > at && !found.has(kind)) isSure = false;
  }
  const incident = theOneOf(found, connection, standing);
  return { told, incident: incident === "none" && !isSure ? "unknown" : incident };
}

function distinct(incidents: readonly (Incident | undefined)[]): Incident[] {
  const byId = new Map(incidents.flatMap((one) => (one === undefined ? [] : [[one.id, one] as const])));
  return [...byId.values()];
}

/** A group's incidents follow each other. */
async function openAt(
  { latest, read }: IncidentStore,
  group: string,
  at: Instant,
): Promise<Incident | "unknown" | undefined> {
  let incident = (await latest(group))?.value;
  for (let count = 0; incident !== undefined && incident.openedAt > at; count += 1) {
    if (count === LOOKED_THROUGH) return "unknown";
    const before = previousIncidentId(incident.id);
    incident = before === undefined ? undefined : (await read(before))?.value;
  }
  return incident !== undefined && isOpenAt(incident, at) ? incident : undefined;
}

function isOpenAt({ openedAt, state }: Incident, at: Instant): boolean {
  return openedAt <= at && (state.name !== "resolved" || state.at > at);
}

/** What was decided later is left out. */
function asOf(incident: Incident, at: Instant): Incident {
  const { state } = incident;
  const then = state.name === "resolved" && state.at <= at ? state : ({ name: "open" } as const);
  return { ...incident, state: then, owed: undefined, dueAt: undefined };
}

async function memberOf(
  { membersOf }: IncidentStore,
  { id, state }: Incident,
  { identity, incidents }: Connection,
): Promise<IncidentMember | undefined> {
  const key = identityKey(identity);
  const part = incidents[kindOfIncident(id)];
  if (part?.id === id) return { key, from: outSince(part), to: part.backAt ?? part.goneAt };
  if (state.name !== "resolved") return undefined;
  return (await membersOf(id)).find((member) => member.key === key);
}

/** A message spoke of it, and its part was not over. Who is not listed went on elsewhere when it was. */
function isToldOf(
  { id, announcedAt, shown }: Incident,
  { connection: { identity, state }, standing: { flapsUntil } }: Subject,
  member: IncidentMember | undefined,
  at: Instant,
): boolean {
  if (announcedAt === undefined || announcedAt > at || !shown.includes(identityKey(identity))) return false;
  if (member === undefined) return true;
  if (member.from > at) return false;
  if (member.to === undefined || member.to > at) return true;
  // It came back, but for long enough only later.
  const outSinceThen =
    state.name === "offline" ? state.since : state.name === "recovering" ? state.offlineSince : undefined;
  const isWatched = outSinceThen !== undefined && outSinceThen <= member.to;
  return kindOfIncident(id) === "outage" && (isWatched || flapsUntil !== undefined);
}
