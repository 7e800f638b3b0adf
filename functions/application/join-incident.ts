/**
 * Joins an identity that is out to its group's incident, or opens one. The joiner names the incident in its own
 * document first and reads the incident again: an aggregator that is ending it meanwhile has seen the new member,
 * or finds the incident open again when it wants to say that it is over.
 */
import { isPast, outSince } from "../domain/connection.ts";
import type { Connection, Membership } from "../domain/connection.ts";
import { groupOf } from "../domain/group.ts";
import { identityKey } from "../domain/identity.ts";
import { groupOfIncident, kindOfIncident, ofKind } from "../domain/incident.ts";
import type { Incident, IncidentKind } from "../domain/incident.ts";
import { dampingAt, isIn, left } from "../domain/part.ts";
import { routeFor, waitsFor } from "../domain/policy.ts";
import { joiningOf } from "../domain/reach.ts";
import { SECOND_MS } from "../domain/time.ts";
import type { Instant } from "../domain/time.ts";
import type { Deps } from "./deps.ts";
import { findOrOpen } from "./open-incident.ts";
import type { FoundIncident } from "./open-incident.ts";
import type { Saved } from "./ports.ts";
import { makeReadAbove } from "./read-above.ts";
import type { Above } from "./read-above.ts";
import { LOOK_DELAY_MS, requestLook } from "./request-look.ts";

/** How often an incident may end under the joiner's hands before it leaves the rest to a redelivery. */
const ATTEMPTS = 5;
const GATHERING_MS = 5 * SECOND_MS;
/** More than one call of the store takes, its own tries included. */
const SLOWEST_WRITE_MS = 20 * SECOND_MS;

export interface Joining {
  readonly kind: IncidentKind;
  /** When it was noticed that it is out, or flaps. */
  readonly since: Instant;
  /** Nothing else is owed once it is done. */
  readonly isLast: boolean;
  /** It was told of already, behind another one: its wait is over but for a moment in which others like it gather. */
  readonly isRest: boolean;
}

/** Where an identity that is out belongs. */
type Choice =
  | (FoundIncident & { readonly behind?: true })
  | { readonly held: Instant; readonly incident?: undefined };

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
    const choice = await choose(deps, current.value, joining);
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
    const named = next === undefined ? current : await write(deps, next, current);
    if (named === undefined) return undefined;
    current = named;
    if (!(await staysOpen(deps, incident.id))) continue;
    await requestLook(deps, incident.id);
    return current;
  }
  return undefined;
}

/**
 * The incident of which it is a member already, if that is not over, whatever its group is by now; that of what it is
 * behind, if that is out; else its group's.
 */
async function choose(deps: Deps, connection: Connection, joining: Joining): Promise<Choice> {
  const { identity, incidents } = connection;
  const { kind, since: openedAt } = joining;
  const own = incidents[kind];
  const isMember = own !== undefined && !isPast(own);
  const joined = isMember ? await deps.store.incidents.read(own.id) : undefined;
  if (joined !== undefined && joined.value.state.name !== "resolved") {
    // Who flaps too by now is told of in its own right; who is out behind another one stays behind it.
    const behind = kind === "outage" ? own?.behind : undefined;
    return { incident: joined.value, opened: false, ...(behind === undefined ? {} : { behind }) };
  }
  const above = await makeReadAbove(deps)(connection);
  const behind = kind === "outage" ? await lookAbove(deps, connection, above) : undefined;
  if (behind !== undefined) return behind;
  const group = ofKind(groupOf(identity, deps.policy, above.gateway), kind);
  const former = await formerIncident(deps, own, group.key);
  if (former !== undefined) return { incident: former, opened: false };
  const dueAt = waitedSince(deps, connection, joining) + routeFor(identity, deps.policy).groupWaitMs;
  return findOrOpen(deps, group, { opener: identityKey(identity), openedAt, dueAt });
}

/** One that it was in under another group and that goes on: it is the same story. One of this group is found with it. */
async function formerIncident(
  { store }: Deps,
  part: Membership | undefined,
  group: string,
): Promise<Incident | undefined> {
  // Who was only behind another one has no part in that one's story any more.
  if (part === undefined || part.behind === true || groupOfIncident(part.id) === group) return undefined;
  const incident = (await store.incidents.read(part.id))?.value;
  return incident?.state.name === "resolved" ? undefined : incident;
}

/** Whether it has to wait, or to join another incident, because of what it is behind. */
async function lookAbove(
  deps: Deps,
  connection: Connection,
  { parents, reach }: Above,
): Promise<Choice | undefined> {
  if (parents.length === 0 || connection.state.name !== "offline") return undefined;
  const { graceMs } = waitsFor(connection.identity, deps.policy);
  const joining = joiningOf(connection, await reach(), graceMs, deps.clock.now());
  if (joining.name === "own") return undefined;
  if (joining.name === "held") {
    const { because, until } = joining;
    report(deps, connection, { reason: because, until: new Date(until).toISOString() });
    return { held: until };
  }
  const incident = (await deps.store.incidents.read(joining.incident))?.value;
  // The parent's document names one that is over by now: it is about to say what it is instead.
  if (incident === undefined || incident.state.name === "resolved") {
    return { held: deps.clock.now() + SLOWEST_WRITE_MS };
  }
  // Who flaps as well is told of there in its own right, and of its long outage here.
  if (kindOfIncident(incident.id) === "flapping" && isIn(connection.incidents.flapping)) return undefined;
  report(deps, connection, { reason: "behind", incident: incident.id });
  return { incident, opened: false, behind: true };
}

/** The same words as in an explanation. */
function report(deps: Deps, { identity }: Connection, fields: Readonly<Record<string, unknown>>): void {
  deps.log.info("joining", { ...identity, ...fields });
}

/** Nothing of it is told before then; what wakes it is written with it. */
async function hold(
  deps: Deps,
  saved: Saved<Connection>,
  until: Instant,
  { isLast }: Joining,
): Promise<Saved<Connection> | undefined> {
  const { value } = saved;
  if (value.state.name !== "offline") return undefined;
  const wakeAt = Math.min(until, value.wakeAt ?? until);
  const outage = left(value.incidents.outage, deps.clock.now());
  const next = {
    ...value,
    incidents: { ...value.incidents, outage },
    held: { outAt: value.state.since, until },
    wakeAt,
    owed: isLast ? undefined : value.owed,
  };
  const held = await write(deps, next, saved);
  if (held === undefined) return undefined;
  const delayMs = Math.max(0, wakeAt - deps.clock.now());
  await deps.queues.sendDeadline({ identity: value.identity, wake: true, dueAt: wakeAt }, delayMs);
  return held;
}

/** Since when its group's wait runs. */
function waitedSince(deps: Deps, { identity }: Connection, { since, isRest }: Joining): Instant {
  if (!isRest) return since;
  return deps.clock.now() + GATHERING_MS - routeFor(identity, deps.policy).groupWaitMs;
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
  { incident: { id }, behind }: FoundIncident & { readonly behind?: true },
  joining: Joining,
): Connection | undefined {
  const kind = kindOfIncident(id);
  const old = connection.incidents[kind];
  if (old?.id === id && isIn(old) && old.behind === behind) return undefined;
  const noticedAt = waitedSince(deps, connection, joining);
  const outAt = beganAt(deps, connection, behind === true ? "outage" : kind) ?? noticedAt;
  const firstOutAt = old?.id === id ? outSince(old) : undefined;
  const part: Membership = { id, outAt, firstOutAt, noticedAt, behind };
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
