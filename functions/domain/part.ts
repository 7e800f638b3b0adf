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
import type { Departure } from "./notice.ts";
import type { Instant } from "./time.ts";
import { speakerOf } from "./topology.ts";

type Parts = Connection["incidents"];

/** What a part follows from. */
export interface Standing {
  readonly state: ConnectionState;
  /** Until when it is suppressed; absent where it is not. */
  readonly flapsUntil: Instant | undefined;
  /** When the penalty of its drops was worn off, or will be; absent where it never was high. */
  readonly reusedAt: Instant | undefined;
  /** Until when its outage waits for what it is behind. */
  readonly heldUntil: Instant | undefined;
  /** Why it has no part in anything, where it has none. */
  readonly exempt: Exclude<Departure, "deleted"> | undefined;
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

/** Whose standing it is: `head` as of its last event. */
export type Standee = Pick<Connection, "identity" | "state" | "head" | "held" | "edge" | "registry">;

export function standingOf(connection: Standee, waits: Waits, now: Instant): Standing {
  const { state, head, held } = connection;
  const damping = dampingAt(head, waits, now);
  const reusedAt = damping?.suppressedSince === undefined ? undefined : reuseAt(damping, waits.damping);
  const flapsUntil = reusedAt !== undefined && reusedAt > now ? reusedAt : undefined;
  const heldUntil = state.name === "offline" && held?.outAt === state.since ? held.until : undefined;
  return { state, flapsUntil, reusedAt, heldUntil, exempt: exemptionOf(connection), waits, now };
}

/** A gateway's modules speak for it; of what is disabled in the registry nothing else is expected. */
export function exemptionOf({ identity, edge, registry }: Standee): Standing["exempt"] {
  if (identity.moduleId === undefined && speakerOf(edge) !== undefined) return "gateway";
  return registry?.enabled === false ? "disabled" : undefined;
}

/** `head`: as of its last event. Only a drop that lasts can weigh more than it did at first. */
export function dampingAt(head: Head, waits: Waits, now: Instant): Damping | undefined {
  return head.link === "down" ? lapse(head, now, waits).damping : head.damping;
}

/** Until when its outage is not told, because it flaps or waits for what it is behind; undefined where it is told. */
export function hushedUntil({ state, flapsUntil, heldUntil = 0, waits, now }: Standing): Instant | undefined {
  if (state.name !== "offline") return undefined;
  const flaps = flapsUntil === undefined ? 0 : Math.min(flapsUntil, state.since + longMs(waits));
  const until = Math.max(flaps, heldUntil);
  return until > now ? until : undefined;
}

/** Whether it has to join an incident of this kind: it has no part in one, and something to be told of. */
export function wants(kind: IncidentKind, parts: Parts, standing: Standing): boolean {
  const own = parts[kind];
  if (standing.exempt !== undefined) return false;
  if (kind === "flapping") return standing.flapsUntil !== undefined && !isIn(own, "own");
  // The incident of a parent that flaps tells it when its turn has come.
  if (isIn(own) || isIn(parts.flapping, "behind")) return false;
  return standing.state.name === "offline" && hushedUntil(standing) === undefined;
}

/** Whether it is a member that is not past; in its own right, or because of what it is behind. */
export function isIn(part: Membership | undefined, right?: "own" | "behind"): boolean {
  if (part === undefined || isPast(part)) return false;
  return right === undefined || (part.behind === true) === (right === "behind");
}

/** When time alone changes its part: it is reused, or its outage has become a long one. */
export function wakeAt(parts: Parts, standing: Standing): Instant | undefined {
  const { state, flapsUntil, heldUntil, waits, now } = standing;
  if (flapsUntil === undefined && heldUntil === undefined) return undefined;
  const isUntold = state.name === "offline" && !isIn(parts.outage);
  const longAt = isUntold && flapsUntil !== undefined ? state.since + longMs(waits) : undefined;
  const instants = [flapsUntil, longAt, isUntold ? heldUntil : undefined]
    .filter((at) => at !== undefined)
    .filter((at) => at > now);
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/** So long an outage has to last to be told though the identity flaps. */
function longMs({ graceMs, damping }: Waits): number {
  return Math.max(3 * graceMs, damping.longOutageMs);
}

/** The parts after a change: it came back, it is stable, or it is no more. Going out again is the joining's work. */
export function partsAfter(parts: Parts, standing: Standing, learnt: Learnt): Parts {
  const { outage, flapping } = parts;
  if (outage === undefined && flapping === undefined) return parts;
  const { exempt, now } = standing;
  if (exempt !== undefined)
    return { outage: left(outage, now, exempt), flapping: left(flapping, now, exempt) };
  return {
    outage: outageAfter(outage, standing, learnt),
    flapping: flappingAfter(flapping, standing, learnt),
  };
}

/** No member any more, from then on. */
export function left(
  member: Membership | undefined,
  goneAt: Instant,
  goneFor?: Membership["goneFor"],
): Membership | undefined {
  return member === undefined || isPast(member) ? member : { ...member, goneAt, goneFor };
}

/** Who flaps has not come back, however often it connects; who only was behind another one is back as it connects. */
function outageAfter(
  member: Membership | undefined,
  { state, flapsUntil }: Standing,
  { confirmation, stands, goneAt }: Learnt,
): Membership | undefined {
  if (member === undefined || isPast(member)) return member;
  const flaps = flapsUntil !== undefined && member.behind !== true;
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
  if (state.name !== "online") return member;
  if (member.behind === true) return { ...member, backAt: state.since };
  if (flapsUntil !== undefined) return member;
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
