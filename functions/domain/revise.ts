/**
 * From new facts to the next connection: judges the fold, records what was confirmed or denied, moves the
 * identity's part in its incident, and writes down what is owed.
 */
import type {
  Connection,
  ConnectionState,
  Head,
  Judged,
  Membership,
  Owed,
  RecentEvent,
} from "./connection.ts";
import { confirm } from "./confirm.ts";
import type { Confirmation } from "./confirm.ts";
import type { ConnectionEvent } from "./evidence.ts";
import { countsAll, judge, waitMs } from "./fold.ts";
import type { Confirmed, Waits } from "./fold.ts";
import { derive } from "./history.ts";
import type { Derived, Timeline } from "./history.ts";
import type { IncidentKind } from "./incident.ts";
import type { Kept } from "./life.ts";
import { isIn, partsAfter, standingOf, wakeAt, wants } from "./part.ts";
import type { Reason } from "./reason.ts";
import { trim } from "./place.ts";
import type { Instant } from "./time.ts";
import { systemModuleOf } from "./topology.ts";
import type { RegistryFacts } from "./topology.ts";
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

/** What evidence changes; everything else follows from it. */
export interface Facts extends Kept {
  readonly registeredAt?: Instant | undefined;
  readonly lastSeenAt?: Instant | undefined;
  readonly registry?: RegistryFacts | undefined;
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
  const tells = transitions.length > 0 || isPresent(before) !== isPresent({ ...facts, state, head });
  const edgeOwed = systemModuleOf(identity) !== undefined && tells ? true : undefined;
  const owed = owe(before.owed, {
    since: now,
    records: transitions,
    archive,
    incident,
    flapping,
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

/** Confirmed ones, retractions of those that the present life denies, and the tombstone's own record. */
function recordsOf(before: Connection, facts: Facts, confirmation: Confirmation, now: Instant): Transition[] {
  const { identity } = before;
  const record = ({ state, cause, at }: Confirmed): Transition => {
    return { identity, state, cause, at, noticedAt: now, source: "event" };
  };
  const buriedUntil = facts.tombstone?.at ?? -Infinity;
  const denied = confirmation.denied.filter((change) => change.at > buriedUntil);
  const records = [
    ...confirmation.added.map(record),
    ...denied.map((change) => ({ ...record(change), retractedAt: now })),
  ];
  const [old, present] = [before.tombstone, facts.tombstone];
  if (present === undefined || present.at === old?.at) return records;
  const buried: Transition = { identity, state: "deleted", at: present.at, noticedAt: now, source: "event" };
  records.push(buried);
  if (old?.inferred !== undefined && present.at < old.at) {
    records.push({ ...buried, at: old.at, retractedAt: now });
  }
  return records;
}

const NOTHING: readonly Transition[] = [];

/** Unconfirmed transitions of events that leave: folded into the base, or of a life that is over. */
function archiveOf(
  before: Connection,
  facts: Facts,
  left: readonly RecentEvent[],
  waits: Waits,
  now: Instant,
): readonly Transition[] {
  const isSameLife = facts.tombstone?.at === before.tombstone?.at;
  // As with most events.
  if (isSameLife && left.length === 0) return NOTHING;
  const buriedUntil = facts.tombstone?.at ?? -Infinity;
  const buried = isSameLife ? [] : derive(before, waits, now);
  return [
    ...leavingOf(before, facts, left, waits, now),
    ...buried.filter(({ transition }) => transition.at <= buriedUntil),
  ].flatMap(({ transition, confirmed }) => (confirmed ? [] : [transition]));
}

function leavingOf(
  { identity }: Connection,
  facts: Facts,
  left: readonly RecentEvent[],
  waits: Waits,
  now: Instant,
): Derived[] {
  if (left.length === 0) return [];
  // Whether the last of them was confirmed shows with the event after it; nothing later says anything of them.
  const recent = countsAll(facts) ? facts.recent.slice(0, left.length + 1) : facts.recent;
  return derive({ ...facts, recent, identity }, waits, now).slice(0, left.length);
}

/** A member that drops again is told of at once, whatever its incident waited for. Who is behind another is counted already. */
function goesOut(before: Connection, state: ConnectionState, part: Membership | undefined): boolean {
  if (part === undefined || isIn(part, "behind")) return false;
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

/** What was owed and what is owed now, together; the older debt keeps its date. */
export function owe(old: Owed | undefined, fresh: Owed): Owed | undefined {
  const looks = fresh.incident || fresh.flapping === true || fresh.edge === true;
  if (fresh.records.length === 0 && fresh.archive.length === 0 && !looks) return old;
  if (old === undefined) return fresh;
  return {
    since: old.since,
    records: [...old.records, ...fresh.records],
    archive: [...old.archive, ...fresh.archive],
    incident: old.incident || fresh.incident,
    flapping: old.flapping ?? fresh.flapping,
    edge: old.edge ?? fresh.edge,
    rest: old.rest ?? fresh.rest,
  };
}

/** The timer that a state waits for, unless it is set already. */
function armOf(before: ConnectionState, state: ConnectionState): Arm | undefined {
  if (state.name !== "suspect" && state.name !== "recovering") return undefined;
  const same =
    before.name === state.name && before.cause === state.cause && before.deadline === state.deadline;
  return same ? undefined : { sequence: state.cause, at: state.deadline };
}
