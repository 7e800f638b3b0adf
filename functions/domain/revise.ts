/**
 * From new facts to the next connection: judges the fold, records what was confirmed or denied, moves the
 * identity's part in its incident, and writes down what is owed.
 */
import type { Connection, ConnectionState, Head, Judged, Membership } from "./connection.ts";
import { confirm } from "./confirm.ts";
import type { Confirmation } from "./confirm.ts";
import type { ConnectionEvent } from "./evidence.ts";
import { judge, waitMs } from "./fold.ts";
import type { Waits } from "./fold.ts";
import { derive } from "./history.ts";
import type { Timeline } from "./history.ts";
import type { IncidentKind } from "./incident.ts";
import { owe } from "./owe.ts";
import { isIn, partsAfter, standingOf, wakeAt, wants } from "./part.ts";
import type { Reason } from "./reason.ts";
import { trim } from "./place.ts";
import { archiveOf, recordsOf } from "./record.ts";
import type { Facts } from "./record.ts";
import type { Instant } from "./time.ts";
import { systemModuleOf } from "./topology.ts";
import type { Transition } from "./transition.ts";
import type { Sequence } from "./sequence.ts";

/** A timer to set: a delayed message that carries the event which began what it waits for. */
export interface Arm {
  readonly sequence: Sequence;
  readonly at: Instant;
}

export interface Decision {
  /** The connection to store; the very same object when there is nothing to store. */
  readonly next: Connection;
  /** Confirmed, retracted and buried transitions, as they go to the history. */
  readonly transitions: readonly Transition[];
  readonly arm?: Arm | undefined;
  /** A timer to set for `wakeAt`. */
  readonly wake?: Instant | undefined;
  readonly reason: Reason;
}

export interface Revision {
  readonly waits: Waits;
  readonly now: Instant;
  /** The one event by which the facts differ, when it lies above all others. */
  readonly newest?: ConnectionEvent;
  readonly reason: (outcome: Outcome) => Reason;
}

export interface Outcome {
  readonly before: ConnectionState;
  readonly after: ConnectionState;
  readonly confirmation: Confirmation;
}

export function unchanged(connection: Connection, reason: Reason): Decision {
  return { next: connection, transitions: [], reason };
}

export function revise(before: Connection, facts: Facts, revision: Revision): Decision {
  const { waits, now } = revision;
  const confirmation = confirm(before, facts, revision.newest, waits, now);
  const { head, lapsed } = confirmation;
  const state = judge(head, now, waits) ?? lifeless(facts);
  const reason = revision.reason({ before: before.state, after: state, confirmation });
  const transitions = recordsOf(before, facts, confirmation, now);
  const { kept, left } = trim(facts, waits, now);
  const archive = archiveOf(before, facts, left, waits, now);
  const stands = (outAt: Instant): boolean =>
    outageStands({ ...facts, identity: before.identity }, outAt, waits, now);
  const { identity, edge, held } = before;
  const { registry } = facts;
  const standing = standingOf({ identity, state, head, held, edge, registry }, waits, now);
  const goneAt = facts.tombstone?.at;
  const incidents = partsAfter(before.incidents, standing, { confirmation, stands, goneAt });
  const isOwed = (kind: IncidentKind): boolean =>
    incidents[kind] !== before.incidents[kind] || wants(kind, incidents, standing);
  const incident = isOwed("outage") || goesOut(before, state, incidents.outage);
  const flapping = isOwed("flapping") ? true : undefined;
  const { registeredAt, lastSeenAt } = facts;
  const tells =
    systemModuleOf(identity) !== undefined &&
    (transitions.length > 0 || isPresent(before) !== isPresent({ state, head, registeredAt, lastSeenAt }));
  const edgeOwed = tells ? true : undefined;
  const owed = owe(before.owed, {
    since: now,
    records: transitions,
    archive,
    incident,
    flapping,
    rest: incident && standing.heldUntil !== undefined ? held?.rest : undefined,
    edge: edgeOwed,
  });
  const awake = wakeAt(incidents, standing);
  const judged = lapsed ? judgedOf(head, waits) : before.judged;
  const next: Connection = {
    identity: before.identity,
    state,
    base: kept.base,
    recent: kept.recent,
    head,
    judged,
    tombstone: facts.tombstone,
    registeredAt: facts.registeredAt,
    lastSeenAt: facts.lastSeenAt,
    changedAt: transitions.length > 0 ? now : before.changedAt,
    incidents,
    held: standing.heldUntil === undefined ? undefined : held,
    edge,
    registry,
    wakeAt: awake,
    owed,
  };
  const arm = armOf(before.state, state);
  const isSet = before.wakeAt !== undefined && before.wakeAt > now && before.wakeAt <= (awake ?? Infinity);
  // One that rings too early is set anew when it rings: while it has yet to ring, a later instant needs none.
  const wake = isSet ? undefined : awake;
  return { next, transitions, reason, arm, wake };
}

function judgedOf(head: Head, waits: Waits): Judged | undefined {
  const { cause, link } = head;
  return cause === undefined || link === "none" ? undefined : { cause, link, afterMs: waitMs(head, waits) };
}

/** The state before the first event of a life that counts. What is known of it was stamped after the tombstone. */
export function lifeless({
  tombstone,
  registeredAt,
  lastSeenAt,
}: Pick<Facts, "tombstone" | "registeredAt" | "lastSeenAt">): ConnectionState {
  if (tombstone === undefined || registeredAt !== undefined || lastSeenAt !== undefined) {
    return { name: "new", registeredAt };
  }
  return { name: "deleted", at: tombstone.at };
}

/** A member that drops again is told of at once, whatever its incident waited for. Who was folded in is counted already. */
function goesOut(before: Connection, state: ConnectionState, part: Membership | undefined): boolean {
  if (part === undefined || (isIn(part, "behind") && before.state.name === "suspect")) return false;
  return state.name === "offline" && before.state.name !== "offline";
}

/** Whether anything is known of its present life. */
function isPresent({
  state,
  head,
  registeredAt,
  lastSeenAt,
}: Pick<Connection, "state" | "head" | "registeredAt" | "lastSeenAt">): boolean {
  if (state.name === "deleted") return false;
  return head.link !== "none" || registeredAt !== undefined || lastSeenAt !== undefined;
}

/** Whether an outage began then, by what is known now. What lies below the window is as it was told. */
function outageStands(timeline: Timeline, outAt: Instant, waits: Waits, now: Instant): boolean {
  if (timeline.base.clock >= outAt) return true;
  return derive(timeline, waits, now).some(
    ({ transition, confirmed }) => confirmed && transition.state === "offline" && transition.at === outAt,
  );
}

/** The timer that a state waits for, unless it is set already. */
function armOf(before: ConnectionState, state: ConnectionState): Arm | undefined {
  if (state.name !== "suspect" && state.name !== "recovering") return undefined;
  const same =
    before.name === state.name && before.cause === state.cause && before.deadline === state.deadline;
  return same ? undefined : { sequence: state.cause, at: state.deadline };
}
