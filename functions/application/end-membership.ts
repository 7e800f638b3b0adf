/** What becomes of an incident's members when it ends: they are listed with it, and belong to it no longer. */
import { outSince } from "../domain/connection.ts";
import type { Connection } from "../domain/connection.ts";
import { identityKey } from "../domain/identity.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import type { IncidentMember, Saved } from "./ports.ts";
import { settleOwed } from "./settle-owed.ts";

const MEMBERS_A_DOCUMENT = 1_000;

/** Lists the members of an incident that is over, at most 1,000 a document. Repeating it changes nothing. */
async function keepMembers(deps: Deps, incident: string, connections: readonly Connection[]): Promise<void> {
  const members = connections.flatMap(({ identity, incidents: { outage } }): IncidentMember[] =>
    outage?.id === incident
      ? [{ key: identityKey(identity), from: outSince(outage), to: outage.backAt }]
      : [],
  );
  for (let start = 0; start < members.length; start += MEMBERS_A_DOCUMENT) {
    const part = members.slice(start, start + MEMBERS_A_DOCUMENT);
    await deps.store.incidents.createMembers(incident, start / MEMBERS_A_DOCUMENT, part);
  }
}

/**
 * Lists the members of a resolved incident and frees them. One that went out again in the last moment owes a new
 * incident.
 */
export async function releaseMembers(deps: Deps, incident: string): Promise<void> {
  const members = await deps.store.connections.ofIncident(incident);
  await keepMembers(
    deps,
    incident,
    members.map(({ value }) => value),
  );
  for (const member of members) {
    let current: Saved<Connection> | undefined = member;
    await contend(deps, `release from ${incident}`, async () => {
      current ??= await deps.store.connections.read(member.value.identity);
      const outcome = current === undefined ? "done" : await release(deps, current, incident);
      current = undefined;
      return outcome;
    });
  }
}

async function release(deps: Deps, saved: Saved<Connection>, incident: string): Promise<"done" | "lost"> {
  const { value, version } = saved;
  if (value.incidents.outage?.id !== incident) return "done";
  const freed: Connection = { ...value, incidents: { ...value.incidents, outage: undefined } };
  if (value.state.name !== "offline") {
    return (await deps.store.connections.replace(freed, version)) === undefined ? "lost" : "done";
  }
  const now = deps.clock.now();
  const owed = { ...(value.owed ?? { since: now, records: [], archive: [] }), incident: true };
  const next = { ...freed, owed };
  const written = await deps.store.connections.replace(next, version);
  if (written === undefined) return "lost";
  await settleOwed(deps, { value: next, version: written });
  return "done";
}
