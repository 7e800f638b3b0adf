/**
 * Joins an identity that is out to its group's incident, or opens one. The joiner names the incident in its own
 * document first and reads the incident again: an aggregator that is ending it meanwhile has seen the new member,
 * or finds the incident open again when it wants to say that it is over.
 */
import { outSince } from "../domain/connection.ts";
import type { Connection, Membership } from "../domain/connection.ts";
import { groupOf } from "../domain/group.ts";
import type { Incident } from "../domain/incident.ts";
import { routeFor } from "../domain/policy.ts";
import type { Instant } from "../domain/time.ts";
import type { Deps } from "./deps.ts";
import { findOrOpen } from "./open-incident.ts";
import type { FoundIncident } from "./open-incident.ts";
import type { Saved } from "./ports.ts";
import { requestLook } from "./request-look.ts";

/** How often an incident may end under the joiner's hands before it leaves the rest to a redelivery. */
const ATTEMPTS = 5;

/** @returns the connection as saved with its membership; undefined when somebody else wrote it meanwhile. */
export async function joinIncident(
  deps: Deps,
  saved: Saved<Connection>,
  noticedAt: Instant,
): Promise<Saved<Connection> | undefined> {
  let current = saved;
  for (let count = 1; count <= ATTEMPTS; count += 1) {
    const { incident, opened } = await choose(deps, current.value, noticedAt);
    const named = await name(deps, current, incident, noticedAt);
    if (named === undefined) return undefined;
    current = named;
    if (!(await staysOpen(deps, incident.id))) continue;
    // The opener's own message is the group's timer; whoever comes later asks for a look.
    if (!opened) await requestLook(deps, incident.id);
    return current;
  }
  return undefined;
}

/** The incident that the identity belongs to already, if it is not over; else the group's. */
async function choose(deps: Deps, connection: Connection, openedAt: Instant): Promise<FoundIncident> {
  const own = connection.incidents.outage;
  const joined = own === undefined ? undefined : await deps.store.incidents.read(own.id);
  if (joined !== undefined && joined.value.state.name !== "resolved") {
    return { incident: joined.value, opened: false };
  }
  const { identity } = connection;
  const dueAt = openedAt + routeFor(identity, deps.policy).groupWaitMs;
  return findOrOpen(deps, groupOf(identity), { openedAt, dueAt });
}

/** Whether the incident is open; one that is about to end is opened again, by whoever writes first. */
async function staysOpen(deps: Deps, id: string): Promise<boolean> {
  const saved = await deps.store.incidents.read(id);
  if (saved?.value.state.name !== "ending") return saved?.value.state.name === "open";
  const open: Incident = { ...saved.value, state: { name: "open" } };
  return (await deps.store.incidents.replace(open, saved.version)) !== undefined;
}

async function name(
  deps: Deps,
  saved: Saved<Connection>,
  incident: Incident,
  noticedAt: Instant,
): Promise<Saved<Connection> | undefined> {
  const { value } = saved;
  const old = value.incidents.outage;
  if (old?.id === incident.id && old.backAt === undefined && old.goneAt === undefined) return saved;
  const since = value.state.name === "offline" ? value.state.since : noticedAt;
  const firstOutAt = old?.id === incident.id ? outSince(old) : undefined;
  const outage: Membership = { id: incident.id, outAt: since, firstOutAt, noticedAt };
  const next = { ...value, incidents: { ...value.incidents, outage } };
  const version = await deps.store.connections.replace(next, saved.version);
  return version === undefined ? undefined : { value: next, version };
}
