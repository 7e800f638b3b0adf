/**
 * The fold: what a set of connection events amounts to, by sequence and by event time, whenever they arrived.
 *
 * `step` takes one event after another; `lapse` is the only place where time by itself changes anything. A head
 * is kept as of its last event, so that evidence learnt later is weighed against events and not against timers
 * that ran meanwhile; `judge` looks at the timers and gives the state.
 */
import type { ConnectionState, Head, Judged, RecentEvent, Tombstone } from "./connection.ts";
import { addDrop, addOutage } from "./damping.ts";
import type { DampingSettings } from "./damping.ts";
import type { ConnectionEvent } from "./evidence.ts";
import { addToRhythm, endDrop, outlastGap } from "./renewal.ts";
import type { RenewalSettings, Rhythm } from "./renewal.ts";
import type { Sequence } from "./sequence.ts";
import type { Instant } from "./time.ts";

/** How long to wait, under the policy at the moment of judging. */
export interface Waits {
  readonly graceMs: number;
  readonly recoveryMs: number;
  readonly damping: DampingSettings;
  readonly renewal: RenewalSettings;
  /** A deadline that was executed already holds, though the policy waits longer now. */
  readonly judged?: Judged | undefined;
}

/** A confirmed change: an outage that lasted its grace, or the return that ended one. */
export interface Confirmed {
  readonly state: "offline" | "online";
  readonly cause: Sequence;
  readonly at: Instant;
}

export const NO_EVENTS: Head = { link: "none", since: 0, clock: 0, drops: 0, outages: 0 };

/**
 * How long the present link has to last: the grace of a disconnect, the recovery of a connect. What may be the renewal
 * of a token is given the time that one takes.
 */
export function waitMs(head: Head, waits: Waits): number {
  const isRenewal = head.rhythm?.expectedMs !== undefined;
  const graceMs = isRenewal ? Math.max(waits.graceMs, waits.renewal.gapAtMostMs) : waits.graceMs;
  const ms = head.link === "down" ? graceMs : waits.recoveryMs;
  const { judged } = waits;
  const holds = judged !== undefined && judged.cause === head.cause && judged.link === head.link;
  return holds ? Math.min(ms, judged.afterMs) : ms;
}

/** The head once every timer that falls at or before `at` has run. Half-open: at the deadline it is over. */
export function lapse(former: Head, at: Instant, waits: Waits, confirm?: (change: Confirmed) => void): Head {
  const head = outlast(former, at, waits);
  const { link, cause, since, outage, damping } = head;
  if (cause === undefined || (link === "down") === (outage !== undefined)) return head;
  if (at < since + waitMs(head, waits)) return head;
  if (outage === undefined) {
    confirm?.({ state: "offline", cause, at: since });
    return {
      ...head,
      outage: { cause, since },
      outages: head.outages + 1,
      damping: damping && addOutage(damping, waits.damping),
    };
  }
  confirm?.({ state: "online", cause, at: since });
  return { ...head, outage: undefined };
}

/** A drop that outlasts the gap of a renewal is none, and counts from its beginning. */
function outlast(head: Head, at: Instant, { renewal, damping }: Waits): Head {
  const { link, since, rhythm } = head;
  if (link !== "down" || rhythm === undefined || at < since + renewal.gapAtMostMs) return head;
  if (rhythm.expectedMs === undefined && rhythm.renewal === undefined) return head;
  const counts = rhythm.expectedMs !== undefined;
  return {
    ...head,
    rhythm: outlastGap(rhythm),
    damping: counts ? addDrop(head.damping, since, damping) : head.damping,
  };
}

/**
 * The head after one more event, in order of sequence. Where two hub nodes' clocks disagree, sequence rules and
 * time does not run backwards. The same kind twice hides a change of which only the end is known: it counts as
 * a change of no length at the second event's time.
 */
export function step(
  head: Head,
  event: ConnectionEvent,
  waits: Waits,
  confirm?: (change: Confirmed) => void,
): Head {
  const at = Math.max(event.at, head.clock);
  const before = lapse(head, at, waits, confirm);
  const down = event.kind === "disconnected";
  // A connect after a connect has hidden a drop; of two disconnects each is one.
  const dropped = down || before.link === "up";
  const rhythm = dropped ? rhythmAfter(before, at, waits) : before.rhythm;
  // What may be a renewal does not count, as long as it does not last too long.
  const counts = dropped && rhythm?.expectedMs === undefined;
  // Field by field: this runs for each event of a fold, and copying the rest would take as long as all of it.
  return {
    link: down ? "down" : "up",
    cause: event.sequence,
    since: at,
    outage: before.outage,
    last: { sequence: event.sequence, at: event.at },
    clock: at,
    lastConnectedAt: down ? before.lastConnectedAt : at,
    lastDisconnectedAt: down ? at : before.lastDisconnectedAt,
    drops: before.drops + (dropped ? 1 : 0),
    outages: before.outages,
    damping: counts ? addDrop(before.damping, at, waits.damping) : before.damping,
    rhythm: down ? rhythm : rhythm && endDrop(rhythm),
  };
}

/** Of two disconnects, the first ended somewhere before the second. */
function rhythmAfter({ link, rhythm, lastConnectedAt }: Head, at: Instant, { renewal }: Waits): Rhythm {
  const endedAt = link === "up" ? (lastConnectedAt ?? at) : at;
  return addToRhythm(rhythm && endDrop(rhythm), at, endedAt, renewal);
}

/** The fold of events, which are in order of sequence, onto a base. */
export function fold(
  base: Head,
  events: readonly ConnectionEvent[],
  waits: Waits,
  confirm?: (change: Confirmed) => void,
): Head {
  let head = base;
  for (const event of events) head = step(head, event, waits, confirm);
  return head;
}

/** Whether each event counts: in a life that follows no tombstone, or one that has begun in the base. */
export function countsAll({
  base,
  tombstone,
}: {
  readonly base: Head;
  readonly tombstone?: Tombstone | undefined;
}): boolean {
  return tombstone === undefined || base.link !== "none";
}

/**
 * The events that count. A life that follows a tombstone does not begin with a disconnect: one with no connect
 * stamped before it is kept aside until one comes.
 */
export function counted(
  base: Head,
  recent: readonly RecentEvent[],
  tombstone: Tombstone | undefined,
): readonly RecentEvent[] {
  if (countsAll({ base, tombstone })) return recent;
  let first: RecentEvent | undefined;
  for (const event of recent) {
    if (event.kind === "connected" && (first === undefined || event.at < first.at)) first = event;
  }
  return recent.filter((event) => event.kind === "connected" || isAfter(event, first));
}

function isAfter(event: RecentEvent, first: RecentEvent | undefined): boolean {
  if (first === undefined) return false;
  return first.at < event.at || (first.at === event.at && first.sequence < event.sequence);
}

/** The state that a head amounts to at `now`; undefined before the first event of a life. */
export function judge(head: Head, now: Instant, waits: Waits): ConnectionState | undefined {
  const { link, cause, since, outage } = lapse(head, now, waits);
  if (cause === undefined) return undefined;
  if (link === "up") {
    if (outage === undefined) return { name: "online", since, cause };
    const deadline = since + waitMs(head, waits);
    return { name: "recovering", since, cause, offlineSince: outage.since, deadline };
  }
  if (outage !== undefined) return { name: "offline", since: outage.since, cause: outage.cause };
  return { name: "suspect", since, cause, deadline: since + waitMs(head, waits) };
}
