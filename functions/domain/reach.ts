/**
 * Whether an identity can reach the hub, by those through which it does, and what that means for an incident of its
 * own: the one place where either is decided. It holds back the opening, never what is known, and never the ending.
 */
import { isPast } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { derive } from "./history.ts";
import { waitsFor } from "./policy.ts";
import type { Policy } from "./policy.ts";
import { MINUTE_MS, SECOND_MS } from "./time.ts";
import type { Instant } from "./time.ts";
import { speakerOf } from "./topology.ts";

/** What one is for those below it, or several of them together. */
export type Reach =
  | ({ readonly name: "reachable" } & Returned)
  /** Disconnected inside its grace, until then. */
  | ({ readonly name: "waiting"; readonly until: Instant } & Returned)
  /** Since when, and the incident that tells of it, where it has one or is about to. */
  | {
      readonly name: "out";
      readonly since: Instant;
      readonly incident?: string | undefined;
      readonly isJoining?: true;
      /** Until when it is held itself. */
      readonly heldUntil?: Instant | undefined;
    };

interface Returned {
  /** The connect that ended the last outage. */
  readonly returnedAt?: Instant | undefined;
  /** The first such connect since who asks was out, where that is an earlier one. */
  readonly firstReturnedAt?: Instant | undefined;
}

/** What an identity does that is out and in no incident. */
export type Joining =
  /** It joins the incident of its group. */
  | { readonly name: "own" }
  /** It joins the incident that tells of what it is behind. */
  | { readonly name: "behind"; readonly incident: string }
  /** It waits until then, and asks again. */
  | {
      readonly name: "held";
      readonly until: Instant;
      readonly because: "parentWaits" | "parentOut" | "freshGrace";
    };

/** So long a child gives its parent to join an incident: by then that has taken it in. */
const JOINING_MS = 5 * SECOND_MS;
/** So long after its parent's deadline a child asks again: by then the parent has told of itself. */
const PUSH_MS = 90 * SECOND_MS;
/** After its grace nobody waits longer than this for a parent that tells nothing of itself, as in a circle of parents. */
const LONGEST_HOLD_MS = 15 * MINUTE_MS;

export const REACHABLE: Reach = { name: "reachable" };

/** By the document of the device alone: a gateway's verdict, else what the device itself is. Unknown counts as reachable. */
export function reachByVerdict(device: Connection | undefined, policy: Policy, now: Instant): Reach {
  if (device === undefined || device.state.name === "deleted") return REACHABLE;
  if (device.registry?.enabled === false) return REACHABLE;
  const speaker = speakerOf(device.edge);
  const module = speaker === undefined ? undefined : device.edge?.[speaker];
  if (module === undefined) return reachByState(device, policy, now);
  const { out, since = 0, incident, returnedAt } = module;
  return out ? { name: "out", since, incident } : { name: "reachable", returnedAt };
}

/**
 * By the connection that speaks for it: a gateway's system module, or the device itself.
 * @param outAt since when who asks is out.
 */
export function reachByState(
  connection: Connection,
  policy: Policy,
  now: Instant,
  outAt: Instant = now,
): Reach {
  const { state, incidents } = connection;
  const part = [incidents.outage, incidents.flapping].find((one) => one !== undefined && !isPast(one));
  switch (state.name) {
    case "new":
    case "deleted":
      return REACHABLE;
    case "offline": {
      const isJoining = part === undefined && connection.owed?.incident === true;
      const { held } = connection;
      const heldUntil = part === undefined && held?.outAt === state.since ? { heldUntil: held.until } : {};
      const joins = isJoining ? { isJoining } : {};
      return { name: "out", since: state.since, incident: part?.id, ...joins, ...heldUntil };
    }
    case "recovering":
      // Those below it could connect as soon as it did.
      return { name: "reachable", ...returnsOf(connection, { policy, now, outAt }), returnedAt: state.since };
    case "suspect":
      return { name: "waiting", until: state.deadline, ...returnsOf(connection, { policy, now, outAt }) };
    case "online":
      return { name: "reachable", ...returnsOf(connection, { policy, now, outAt }) };
    default:
      return state satisfies never;
  }
}

/** The connects that ended its confirmed outages: the last, and the first since `outAt`. */
function returnsOf(
  connection: Connection,
  { policy, now, outAt }: { readonly policy: Policy; readonly now: Instant; readonly outAt: Instant },
): Returned {
  const waits = { ...waitsFor(connection.identity, policy), judged: connection.judged };
  const returns = derive(connection, waits, now).flatMap(({ transition, confirmed }) =>
    confirmed && transition.state === "online" ? [transition.at] : [],
  );
  const [last, first] = [returns.at(-1), returns.find((at) => at > outAt)];
  return first === undefined || first === last
    ? { returnedAt: last }
    : { returnedAt: last, firstReturnedAt: first };
}

/**
 * Several together: unreachable is what all of them leave unreachable, from the last that went out until the first that
 * came back. `parents`: in the order of their ids.
 */
export function reachOf(parents: readonly Reach[]): Reach {
  const reachable = parents.filter((parent) => parent.name === "reachable");
  if (parents.length === 0 || reachable.length > 0) {
    return { name: "reachable", ...firstReturns(reachable) };
  }
  const waiting = parents.filter((parent) => parent.name === "waiting");
  if (waiting.length > 0) {
    const until = Math.max(...waiting.map((parent) => parent.until));
    return { name: "waiting", until, ...firstReturns(waiting) };
  }
  const out = parents.filter((parent) => parent.name === "out");
  const since = Math.max(...out.map((parent) => parent.since));
  const incident = out.find((parent) => parent.incident !== undefined)?.incident;
  const isJoining = incident === undefined && out.some((parent) => parent.isJoining);
  const held = incident === undefined ? out.flatMap(({ heldUntil }) => heldUntil ?? []) : [];
  return {
    name: "out",
    since,
    incident,
    ...(isJoining ? { isJoining } : {}),
    ...(held.length > 0 ? { heldUntil: Math.max(...held) } : {}),
  };
}

/** Those of the one that came back first. None where one never was out: nothing was unreachable then. */
function firstReturns(parents: readonly Returned[]): Returned {
  const [first] = parents.toSorted((a, b) => (a.returnedAt ?? -Infinity) - (b.returnedAt ?? -Infinity));
  if (first?.returnedAt === undefined) return {};
  const { returnedAt, firstReturnedAt } = first;
  return firstReturnedAt === undefined ? { returnedAt } : { returnedAt, firstReturnedAt };
}

/**
 * The end of the grace that it has anew, from the moment at which it could connect again; undefined where it has none.
 * Behind one that comes and goes it has that from the first return on, and a moment from each later one: what is dead
 * there is told of in time as well.
 */
export function freshGraceEnd(reach: Reach, graceMs: number): Instant | undefined {
  if (reach.name === "out" || reach.returnedAt === undefined) return undefined;
  const { returnedAt, firstReturnedAt = returnedAt } = reach;
  return Math.max(firstReturnedAt + graceMs, returnedAt + Math.min(graceMs, PUSH_MS));
}

/** The same, while it runs. */
export function freshGraceUntil(reach: Reach, graceMs: number, now: Instant): Instant | undefined {
  const until = freshGraceEnd(reach, graceMs);
  return until !== undefined && until > now ? until : undefined;
}

/**
 * What an identity does that is out and in no incident. A parent's grace holds it once in an outage, so that one that
 * is dead behind a parent that comes and goes is told of in time.
 */
export function joiningOf(
  { state, held }: Pick<Connection, "state" | "held">,
  reach: Reach,
  graceMs: number,
  now: Instant,
): Joining {
  const wasHeld = state.name === "offline" && held?.outAt === state.since;
  if (reach.name === "out") {
    if (reach.incident !== undefined) return { name: "behind", incident: reach.incident };
    if (reach.isJoining) return { name: "held", until: now + JOINING_MS, because: "parentOut" };
    if (state.name === "offline" && now >= state.since + graceMs + LONGEST_HOLD_MS) return { name: "own" };
    const { heldUntil = 0 } = reach;
    // That one waits once in an outage as well, and tells of both then.
    if (heldUntil > now) return { name: "held", until: heldUntil + PUSH_MS, because: "parentOut" };
    return wasHeld ? { name: "own" } : { name: "held", until: now + PUSH_MS, because: "parentOut" };
  }
  const fresh = freshGraceUntil(reach, graceMs, now);
  if (fresh !== undefined) return { name: "held", until: fresh, because: "freshGrace" };
  if (reach.name === "reachable" || wasHeld) return { name: "own" };
  return { name: "held", until: Math.max(reach.until, now) + PUSH_MS, because: "parentWaits" };
}
