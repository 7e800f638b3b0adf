/**
 * Joins an identity that is out to its group's incident, or opens one. The joiner names the incident in its own
 * document first and reads the incident again: an aggregator that is ending it meanwhile has seen the new member,
 * or finds the incident open again when it wants to say that it is over.
 */
import { outSince } from "../domain/connection.ts";
import type { Connection, Membership } from "../domain/connection.ts";
import { kindOfIncident } from "../domain/incident.ts";
import type { Incident, IncidentKind } from "../domain/incident.ts";
import { dampingAt, isIn, left } from "../domain/part.ts";
import { waitsFor } from "../domain/policy.ts";
import { SECOND_MS } from "../domain/time.ts";
import type { Instant } from "../domain/time.ts";
import type { Deps } from "./deps.ts";
import { chooseIncident, waitedSince } from "./choose-incident.ts";
import type { Joining } from "./choose-incident.ts";
import type { FoundIncident } from "./open-incident.ts";
import { keepOpen } from "./keep-open.ts";
import type { Saved } from "./ports.ts";
import { LOOK_DELAY_MS, requestLook } from "./request-look.ts";

/** How often an incident may end under the joiner's hands before it leaves the rest to a redelivery. */
const ATTEMPTS = 5;
/** More than one call of the store takes, its own tries included. */
const SLOWEST_WRITE_MS = 20 * SECOND_MS;

/**
 * Joins, or writes down until when it waits for what it is behind.
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
    const choice = await chooseIncident(deps, current.value, joining);
    if (choice.incident === undefined) return hold(deps, current, choice.held, joining);
    const { incident, opened } = choice;
    const next = naming(deps, current.value, choice, joining);
    // Until its opener has named it the incident does not end: there is nothing to read again, and nothing to ask for.
    if (opened && next !== undefined && isInTime(deps, incident)) {
      const owed = joining.isLast ? undefined : next.owed;
      const named = await write(deps, { ...next, owed }, current);
      if (named !== undefined) await lookIfDue(deps, incident);
      return named;
    }
    // A member already: nothing was named that the incident could have missed.
    if (next === undefined && incident.state.name === "open") {
      await requestLook(deps, incident.id);
      return current;
    }
    const named = next === undefined ? current : await write(deps, next, current);
    if (named === undefined) return undefined;
    current = named;
    if (!(await keepOpen(deps, incident.id))) continue;
    await requestLook(deps, incident.id);
    return current;
  }
  return undefined;
}

/** Nothing of it is told before then; what wakes it is written with it. */
async function hold(
  deps: Deps,
  saved: Saved<Connection>,
  until: Instant,
  { isLast, isRest }: Joining,
): Promise<Saved<Connection> | undefined> {
  const { value } = saved;
  if (value.state.name !== "offline") return undefined;
  const wakeAt = Math.min(until, value.wakeAt ?? until);
  const outage = left(value.incidents.outage, deps.clock.now());
  const next = {
    ...value,
    incidents: { ...value.incidents, outage },
    held: { outAt: value.state.since, until, ...(isRest ? { rest: true as const } : {}) },
    wakeAt,
    owed: isLast ? undefined : value.owed,
  };
  const held = await write(deps, next, saved);
  if (held === undefined) return undefined;
  const delayMs = Math.max(0, wakeAt - deps.clock.now());
  await deps.queues.sendDeadline({ identity: value.identity, wake: true, dueAt: wakeAt }, delayMs);
  return held;
}

/** Whether the opener's write arrives before the incident stops waiting for it, however long the store takes. */
function isInTime({ clock }: Deps, { opener }: Incident): boolean {
  return clock.now() < opener.until - SLOWEST_WRITE_MS;
}

/** A look that came before its opener had named it did not see anybody. */
async function lookIfDue(deps: Deps, { id, dueAt }: Incident): Promise<void> {
  if (dueAt !== undefined && dueAt <= deps.clock.now() + LOOK_DELAY_MS) await requestLook(deps, id);
}

/** The connection with its membership; undefined when it is a member already. */
function naming(
  deps: Deps,
  connection: Connection,
  { incident: { id }, behind }: FoundIncident & { readonly behind?: true },
  joining: Joining,
): Connection | undefined {
  const kind = kindOfIncident(id);
  const old = connection.incidents[kind];
  if (old?.id === id && isIn(old) && old.behind === behind) return undefined;
  const noticedAt = waitedSince(deps, connection, joining);
  const outAt = beganAt(deps, connection, behind === true ? "outage" : kind) ?? noticedAt;
  const firstOutAt = old?.id === id ? outSince(old) : undefined;
  // Who is told of in its own right as well from now on was a member all the time.
  const joinedAt = old?.id === id && isIn(old) ? old.joinedAt : deps.clock.now();
  const part: Membership = { id, outAt, firstOutAt, noticedAt, joinedAt, behind };
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
