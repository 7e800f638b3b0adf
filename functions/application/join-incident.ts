/**
 * Joins an identity that is out to its group's incident, or opens one. The joiner names the incident in its own
 * document first and reads the incident again: an aggregator that is ending it meanwhile either sees the new
 * member or has said so by then.
 */
import type { Connection, Membership } from "../domain/connection.ts";
import { groupOf } from "../domain/group.ts";
import type { Incident } from "../domain/incident.ts";
import { routeFor } from "../domain/policy.ts";
import type { Instant } from "../domain/time.ts";
import type { Deps } from "./deps.ts";
import { findOrOpen } from "./open-incident.ts";
import type { Saved } from "./ports.ts";
import { requestLook, scheduleLook } from "./request-look.ts";

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
    const dueAt = noticedAt + routeFor(current.value.identity, deps.policy).groupWaitMs;
    const found = await choose(deps, current.value, noticedAt, dueAt);
    const named = await name(deps, current, found.incident, noticedAt);
    if (named === undefined) return undefined;
    if (found.left !== undefined) await requestLook(deps, found.left);
    current = named;
    const again = await deps.store.incidents.read(found.incident.id);
    if (again?.value.state.name !== "open") continue;
    // The opener's own message is the group's timer; whoever comes later only asks for a look.
    if (found.opened) await scheduleLook(deps, found.incident.id, dueAt);
    else await requestLook(deps, found.incident.id);
    return current;
  }
  return undefined;
}

interface Found {
  readonly incident: Incident;
  readonly opened: boolean;
  /** An incident that was ending: its aggregator may have stayed open for the sake of who leaves it now. */
  readonly left?: string;
}

/** The incident that the identity belongs to already, if it is open; else the group's. */
async function choose(
  deps: Deps,
  connection: Connection,
  noticedAt: Instant,
  dueAt: Instant,
): Promise<Found> {
  const own = connection.incidents.outage;
  const joined = own === undefined ? undefined : await deps.store.incidents.read(own.id);
  if (joined?.value.state.name === "open") return { incident: joined.value, opened: false };
  const next = await findOrOpen(deps, groupOf(connection.identity), { openedAt: noticedAt, dueAt });
  return joined?.value.state.name === "ending" ? { ...next, left: joined.value.id } : next;
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
  const outAt = old?.id === incident.id ? Math.min(old.outAt, since) : since;
  const outage: Membership = { id: incident.id, outAt, noticedAt };
  const next = { ...value, incidents: { ...value.incidents, outage } };
  const version = await deps.store.connections.replace(next, saved.version);
  return version === undefined ? undefined : { value: next, version };
}
