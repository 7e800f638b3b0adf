/** Lists the members of an incident that is over with it: what they name themselves is only their last one. */
import { isPast, outSince } from "../domain/connection.ts";
import type { Connection } from "../domain/connection.ts";
import { identityKey } from "../domain/identity.ts";
import { kindOfIncident } from "../domain/incident.ts";
import type { Incident } from "../domain/incident.ts";
import type { Deps } from "./deps.ts";
import type { IncidentMember } from "./ports.ts";

const MEMBERS_A_DOCUMENT = 1_000;

/** Whether the list is still to be written: until then no member may name another incident. */
export function isUnlisted({ state, dueAt }: Incident): boolean {
  return state.name === "resolved" && dueAt !== undefined;
}

/**
 * Repeating it changes nothing.
 * @param connections those that name the incident; they are read where the caller has not just done that.
 */
export async function keepMembers(
  { store }: Deps,
  incident: string,
  connections?: readonly Connection[],
): Promise<void> {
  const named = connections ?? (await store.connections.ofIncident(incident)).map(({ value }) => value);
  // Who names it in its own right and is out came too late, and is about to name another one.
  const members = named.flatMap(({ identity, incidents }): IncidentMember[] => {
    const part = incidents[kindOfIncident(incident)];
    return part?.id === incident && (isPast(part) || part.behind === true)
      ? [{ key: identityKey(identity), from: outSince(part), to: part.backAt }]
      : [];
  });
  for (let start = 0; start < members.length; start += MEMBERS_A_DOCUMENT) {
    const part = members.slice(start, start + MEMBERS_A_DOCUMENT);
    await store.incidents.createMembers(incident, start / MEMBERS_A_DOCUMENT, part);
  }
}
