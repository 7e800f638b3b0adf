/**
 * Joins an identity that is out to its group's incident, or opens one. The joiner names the incident in its own
 * document first and reads the incident again: an aggregator that is ending it meanwhile has seen the new member,
 * or finds the incident open again when it wants to say that it is over.
 */
import { isPast, outSince } from "../domain/connection.ts";
import type { Connection, Membership } from "../domain/connection.ts";
import { groupOf } from "../domain/group.ts";
import { identityKey } from "../domain/identity.ts";
import { groupOfIncident, ofKind } from "../domain/incident.ts";
import type { Incident, IncidentKind } from "../domain/incident.ts";
import { dampingAt } from "../domain/part.ts";
import { routeFor, waitsFor } from "../domain/policy.ts";
import { SECOND_MS } from "../domain/time.ts";
import type { Instant } from "../domain/time.ts";
import type { Deps } from "./deps.ts";
import { findOrOpen } from "./open-incident.ts";
import type { FoundIncident } from "./open-incident.ts";
import type { Saved } from "./ports.ts";
import { LOOK_DELAY_MS, requestLook } from "./request-look.ts";

/** How often an incident may end under the joiner's hands before it leaves the rest to a redelivery. */
const ATTEMPTS = 5;
/** More than one call of the store takes, its own tries included. */
const SLOWEST_WRITE_MS = 20 * SECOND_MS;

export interface Joining {
  readonly kind: IncidentKind;
  /** When it was noticed that it is out, or flaps. */
  readonly since: Instant;
  /** Nothing else is owed once it is done. */
  readonly isLast: boolean;
}

/**
 * @returns the connection as saved with its membership, and without what it owed where nothing of that is left to
 * do; undefined when somebody else wrote it meanwhile.
 */
export async function joinIncident(
  deps: Deps,
  saved: Saved<Connection>,
  joining: Joining,
): Promise<Saved<Connection> | undefined> {
  let current = saved;
  for (let count = 1; count <= ATTEMPTS; count += 1) {
    const { incident, opened } = await choose(deps, current.value, joining);
    const next = naming(deps, current.value, incident, joining);
    // Until its opener has named it the incident does not end: there is nothing to read again, and nothing to ask for.
    if (opened && joining.isLast && next !== undefined && isInTime(deps, incident)) {
      const named = await write(deps, { ...next, owed: undefined }, current);
      if (named !== undefined) await lookIfDue(deps, incident);
      return named;
    }
    const named = next === undefined ? current : await write(deps, next, current);
    if (named === undefined) return undefined;
    current = named;
    if (!(await staysOpen(deps, incident.id))) continue;
    await requestLook(deps, incident.id);
    return current;
  }
  return undefined;
}

/** The incident of which it is a member already, if that is not over, whatever its group is by now; else the group's. */
async function choose(
  deps: Deps,
  connection: Connection,
  { kind, since: openedAt }: Joining,
): Promise<FoundIncident> {
  const { identity, incidents } = connection;
  const group = ofKind(groupOf(identity, deps.policy), kind);
  const own = incidents[kind];
  // One that was of this group and is past is found with the group.
  const isAsked = own !== undefined && (!isPast(own) || groupOfIncident(own.id) !== group.key);
  const joined = isAsked ? await deps.store.incidents.read(own.id) : undefined;
  if (joined !== undefined && joined.value.state.name !== "resolved") {
    return { incident: joined.value, opened: false };
  }
  const dueAt = openedAt + routeFor(identity, deps.policy).groupWaitMs;
  return findOrOpen(deps, group, { opener: identityKey(identity), openedAt, dueAt });
}

/** Whether the opener's write arrives before the incident stops waiting for it, however long the store takes. */
function isInTime({ clock }: Deps, { opener }: Incident): boolean {
  return clock.now() < opener.until - SLOWEST_WRITE_MS;
}

/** A look that came before its opener had named it did not see anybody. */
async function lookIfDue(deps: Deps, { id, dueAt }: Incident): Promise<void> {
  if (dueAt !== undefined && dueAt <= deps.clock.now() + LOOK_DELAY_MS) await requestLook(deps, id);
}

/** Whether the incident is open; one that is about to end is opened again, by whoever writes first. */
async function staysOpen(deps: Deps, id: string): Promise<boolean> {
  const saved = await deps.store.incidents.read(id);
  if (saved?.value.state.name !== "ending") return saved?.value.state.name === "open";
  const open: Incident = { ...saved.value, state: { name: "open" } };
  return (await deps.store.incidents.replace(open, saved.version)) !== undefined;
}

/** The connection with its membership; undefined when it is a member already. */
function naming(
  deps: Deps,
  connection: Connection,
  { id }: Incident,
  { kind, since: noticedAt }: Joining,
): Connection | undefined {
  const old = connection.incidents[kind];
  if (old?.id === id && !isPast(old)) return undefined;
  const outAt = beganAt(deps, connection, kind) ?? noticedAt;
  const firstOutAt = old?.id === id ? outSince(old) : undefined;
  const part: Membership = { id, outAt, firstOutAt, noticedAt };
  return { ...connection, incidents: { ...connection.incidents, [kind]: part } };
}

/** Of an outage its disconnect, of a flapping the first of its drops. */
function beganAt({ policy, clock }: Deps, connection: Connection, kind: IncidentKind): Instant | undefined {
  const { identity, state, head, judged } = connection;
  const waits = { ...waitsFor(identity, policy), judged };
  if (kind === "flapping") return dampingAt(head, waits, clock.now())?.runSince;
  return state.name === "offline" ? state.since : undefined;
}

async function write(
  deps: Deps,
  next: Connection,
  { version }: Saved<Connection>,
): Promise<Saved<Connection> | undefined> {
  const written = await deps.store.connections.replace(next, version);
  return written === undefined ? undefined : { value: next, version: written };
}
