/** Which incidents have a part in an explanation: those that tell of an identity now, and the one that it is in. */
import type { Connection } from "../../domain/connection.ts";
import type { Telling } from "../../domain/explain-finding.ts";
import { identityKey } from "../../domain/identity.ts";
import { INCIDENT_KINDS, spokenSince } from "../../domain/incident.ts";
import type { Incident, IncidentKind } from "../../domain/incident.ts";
import { isIn, wants } from "../../domain/part.ts";
import type { Standing } from "../../domain/part.ts";
import type { Store } from "../ports.ts";

export interface Incidents {
  readonly told: readonly Telling[];
  /** Of its outage, too; but nobody kept whether it did by then. */
  readonly mayBeTold: boolean;
  readonly incident: Incident | "none" | "unknown";
}

/** Whose they are, as of the moment of the standing. */
export interface Subject {
  readonly connection: Connection;
  readonly standing: Standing;
}

/** As its document names them. */
export async function presentIncidents(
  { read }: Pick<Store["incidents"], "read">,
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
    incident.announcedAt !== undefined && incident.told.length > 0 && incident.shown.includes(key)
      ? [{ kind, incident, at: spokenSince(incident, key) ?? incident.announcedAt }]
      : [],
  );
  return { told, mayBeTold: false, incident: theOneOf(found, connection, standing) };
}

/** Of an outage before one of flapping, unless it is about to join the former. */
export function theOneOf(
  found: ReadonlyMap<IncidentKind, Incident>,
  { incidents }: Connection,
  standing: Standing,
): Incident | "none" {
  const flapping = wants("outage", incidents, standing) ? undefined : found.get("flapping");
  return found.get("outage") ?? flapping ?? "none";
}
