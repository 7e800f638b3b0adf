/**
 * An identity's part in incidents: whether it has one, what ends it, and when time alone decides that. While it flaps
 * it has its part in a flapping incident, and an outage is one of its own only if it lasts long.
 */
import { isPast, outSince } from "./connection.ts";
import type { Connection, ConnectionState, Head, Membership } from "./connection.ts";
import type { Confirmation } from "./confirm.ts";
import { reuseAt } from "./damping.ts";
import type { Damping } from "./damping.ts";
import { lapse } from "./fold.ts";
import type { Waits } from "./fold.ts";
import type { IncidentKind } from "./incident.ts";
import type { Instant } from "./time.ts";

type Parts = Connection["incidents"];

/** What a part follows from. */
export interface Standing {
  readonly state: ConnectionState;
  /** Until when it is suppressed; absent where it is not. */
  readonly flapsUntil: Instant | undefined;
  /** When the penalty of its drops was worn off, or will be; absent where it never was high. */
  readonly reusedAt: Instant | undefined;
  readonly waits: Waits;
  readonly now: Instant;
}

/** What was learnt of the past. */
export interface Learnt {
  readonly confirmation: Confirmation;
  /** Whether the outage that began then was one. */
  readonly stands: (outAt: Instant) => boolean;
  /** When the former life ended. */
  readonly goneAt: Instant | undefined;
}

/** `head`: as of its last event. */
export function standingOf(state: ConnectionState, head: Head, waits: Waits, now: Instant): Standing {
  const damping = dampingAt(head, waits, now);
  const reusedAt = damping?.suppressedSince === undefined ? undefined : reuseAt(damping, waits.damping);
  const flapsUntil = reusedAt !== undefined && reusedAt > now ? reusedAt : undefined;
  return { state, flapsUntil, reusedAt, waits, now };
}

/** `head`: as of its last event. Only a drop that lasts can weigh more than it did at first. */
export function dampingAt(head: Head, waits: Waits, now: Instant): Damping | undefined {
  return head.link === "down" ? lapse(head, now, waits).damping : head.damping;
}

/** Until when its outage is not told because it flaps; undefined where it is told. */
export function hushedUntil({ state, flapsUntil, waits, now }: Standing): Instant | undefined {
  if (state.name !== "offline" || flapsUntil === undefined) return undefined;
  const until = Math.min(flapsUntil, state.since + longMs(waits));
  return until > now ? until : undefined;
}

/** Whether it has to join an incident of this kind: it has no part in one, and something to be told of. */
export function wants(kind: IncidentKind, parts: Parts, standing: Standing): boolean {
  const own = parts[kind];
  if (own !== undefined && !isPast(own)) return false;
  if (kind === "flapping") return standing.flapsUntil !== undefined;
  return standing.state.name === "offline" && hushedUntil(standing) === undefined;
}

/** When time alone changes its part: it is reused, or its outage has become a long one. */
export function wakeAt(parts: Parts, standing: Standing): Instant | undefined {
  const { state, flapsUntil: until, waits, now } = standing;
  if (until === undefined) return undefined;
  const isTold = parts.outage !== undefined && !isPast(parts.outage);
  const longAt = state.name === "offline" && !isTold ? state.since + longMs(waits) : until;
  return longAt > now ? Math.min(until, longAt) : until;
}

/** So long an outage has to last to be told though the identity flaps. */
function longMs({ graceMs, damping }: Waits): number {
  return Math.max(3 * graceMs, damping.longOutageMs);
}

/** The parts after a change: it came back, it is stable, or it is no more. Going out again is the joining's work. */
export function partsAfter(parts: Parts, standing: Standing, learnt: Learnt): Parts {
  const { outage, flapping } = parts;
  if (outage === undefined && flapping === undefined) return parts;
  return {
    outage: outageAfter(outage, standing, learnt),
    flapping: flappingAfter(flapping, standing, learnt),
  };
}

/** Who flaps has not come back, however often it connects. */
function outageAfter(
  member: Membership | undefined,
  { state, flapsUntil }: Standing,
  { confirmation, stands, goneAt }: Learnt,
): Membership | undefined {
  if (member === undefined || isPast(member)) return member;
  const flaps = flapsUntil !== undefined;
  switch (state.name) {
    case "online":
      return flaps ? member : { ...member, backAt: returnOf(member, confirmation) ?? state.since };
    case "suspect": {
      // It was back for long enough before it dropped again. Where its outage proves to have been none, it waits on.
      const backAt = flaps ? undefined : returnOf(member, confirmation);
      return backAt === undefined ? member : { ...member, backAt };
    }
    case "offline":
      return state.since === member.outAt ? member : outAgain(member, state.since, stands);
    case "recovering":
      return member;
    case "deleted":
    case "new":
      // A life without events follows a tombstone, or there would be no member of it.
      return { ...member, goneAt };
    default:
      return state satisfies never;
  }
}

/** Stable is who is online, and has not dropped for so long that the penalty is worn off. */
function flappingAfter(
  member: Membership | undefined,
  { state, flapsUntil, reusedAt }: Standing,
  { goneAt }: Learnt,
): Membership | undefined {
  if (member === undefined || isPast(member)) return member;
  // Another life is not that which flapped.
  const isGone = goneAt !== undefined && goneAt >= member.outAt;
  if (isGone || state.name === "deleted" || state.name === "new") return { ...member, goneAt };
  if (flapsUntil !== undefined || state.name !== "online") return member;
  return { ...member, backAt: Math.max(reusedAt ?? state.since, state.since) };
}

/** The connect that ended its outage, where that is learnt only now: another one may have followed. */
function returnOf({ outAt }: Membership, { added }: Confirmation): Instant | undefined {
  return added.find(({ state, at }) => state === "online" && at >= outAt)?.at;
}

/** Late evidence can move the start of an outage that is told of already, or show that this is another one by now. */
function outAgain(member: Membership, outAt: Instant, stands: Learnt["stands"]): Membership {
  return stands(member.outAt) ? { ...member, outAt, firstOutAt: outSince(member) } : { ...member, outAt };
}
