/**
 * Whether an identity can reach the hub, by those through which it does, and what that means for an incident of its
 * own: the one place where either is decided. It holds back the opening, never what is known, and never the ending.
 */
import { isPast } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { derive } from "./history.ts";
import { waitsFor } from "./policy.ts";
import type { Policy } from "./policy.ts";
import { SECOND_MS } from "./time.ts";
import type { Instant } from "./time.ts";
import { speakerOf } from "./topology.ts";

/** What one is for those below it, or several of them together. */
export type Reach =
  /** `returnedAt`: the connect that ended the last outage. */
  | { readonly name: "reachable"; readonly returnedAt?: Instant | undefined }
  /** Disconnected inside its grace, until then. */
  | { readonly name: "waiting"; readonly until: Instant; readonly returnedAt?: Instant | undefined }
  /** Since when, and the incident that tells of it, where it has one or is about to. */
  | {
      readonly name: "out";
      readonly since: Instant;
      readonly incident?: string | undefined;
      readonly isJoining?: true;
      /** Until when it is held itself. */
      readonly heldUntil?: Instant | undefined;
    };

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

/** By the connection that speaks for it: a gateway's system module, or the device itself. */
export function reachByState(connection: Connection, policy: Policy, now: Instant): Reach {
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
      return { name: "reachable", returnedAt: state.since };
    case "suspect":
      return { name: "waiting", until: state.deadline, returnedAt: lastReturn(connection, policy, now) };
    case "online":
      return { name: "reachable", returnedAt: lastReturn(connection, policy, now) };
    default:
      return state satisfies never;
  }
}

/** The connect that ended its last confirmed outage. */
function lastReturn(connection: Connection, policy: Policy, now: Instant): Instant | undefined {
  const waits = { ...waitsFor(connection.identity, policy), judged: connection.judged };
  const last = derive(connection, waits, now).findLast(
    ({ transition, confirmed }) => confirmed && transition.state === "online",
  );
  return last?.transition.at;
}

/**
 * Several together: unreachable is what all of them leave unreachable, from the last that went out until the first that
 * came back. `parents`: in the order of their ids.
 */
export function reachOf(parents: readonly Reach[]): Reach {
  const reachable = parents.filter((parent) => parent.name === "reachable");
  if (parents.length === 0 || reachable.length > 0) {
    return { name: "reachable", returnedAt: firstReturn(reachable) };
  }
  const waiting = parents.filter((parent) => parent.name === "waiting");
  if (waiting.length > 0) {
    const until = Math.max(...waiting.map((parent) => parent.until));
    return { name: "waiting", until, returnedAt: firstReturn(waiting) };
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

/** Undefined where one of them never was out: then there was nothing that all of them left unreachable. */
function firstReturn(parents: readonly { readonly returnedAt?: Instant | undefined }[]): Instant | undefined {
  const returns = parents.map(({ returnedAt }) => returnedAt ?? -Infinity);
  const first = Math.min(...returns);
  return Number.isFinite(first) ? first : undefined;
}

/** The end of the grace that it has anew, from the moment at which it could connect again; undefined where none runs. */
export function freshGraceUntil(reach: Reach, graceMs: number, now: Instant): Instant | undefined {
  if (reach.name === "out" || reach.returnedAt === undefined) return undefined;
  const until = reach.returnedAt + graceMs;
  return until > now ? until : undefined;
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
