/**
 * What an incident's aggregator concludes from one look at its members: announce, tell somebody who joined
 * later, wait, or end. Pure, and the only place where that is decided.
 */
import { isPast, outSince } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { identityKey } from "./identity.ts";
import type { IdentityKey } from "./identity.ts";
import { kindOfIncident } from "./incident.ts";
import type { Incident, OwedMessages } from "./incident.ts";
import { causeOf, endingNotice, openingNotice } from "./look-words.ts";
import type { Member } from "./look-words.ts";
import type { Cause } from "./notice.ts";
import { hushedUntil, isIn, standingOf } from "./part.ts";
import { routeFor, targetsOf, waitsFor } from "./policy.ts";
import type { Policy, TargetRef } from "./policy.ts";
import { REACHABLE } from "./reach.ts";
import type { Reach } from "./reach.ts";
import type { Instant } from "./time.ts";

export type Conclusion = (
  | /** Nothing to say; `dueAt` when a wait is still running, `revisitAt` when it is enough that the sweep looks. */
    {
      readonly name: "wait";
      readonly dueAt?: Instant | undefined;
      readonly revisitAt?: Instant | undefined;
    }
  /** The first message, or one to targets that joined later. */
  | {
      readonly name: "open";
      readonly owed: OwedMessages;
      readonly shown: readonly string[];
      readonly cause: Cause | undefined;
    }
  | { readonly name: "end"; readonly ending: Ending }
) & {
  /** Who was only behind another one, could have been back by now, and is not: they go on in an incident of their own. */
  readonly rest?: readonly IdentityKey[];
};

export type Ending =
  | { readonly outcome: "unspoken" }
  | {
      readonly outcome: "recovered" | "closed";
      readonly owed: OwedMessages;
      readonly since: Instant;
      readonly until?: Instant | undefined;
    };

/** What a look sees beside the incident and those that name it. */
export interface View {
  readonly policy: Policy;
  readonly now: Instant;
  /** Of members that are behind another one, whether they can reach the hub by now. */
  readonly reach: ReadonlyMap<IdentityKey, Reach>;
  /** System modules of gateways whose other one is a member. */
  readonly modules: readonly Connection[];
}

export function lookAt(incident: Incident, connections: readonly Connection[], view: View): Conclusion {
  const kind = kindOfIncident(incident.id);
  const members = connections.flatMap((connection): Member[] => {
    const part = connection.incidents[kind];
    return part?.id === incident.id ? [{ key: identityKey(connection.identity), connection, part }] : [];
  });
  const rightful = members.filter(({ part }) => part.behind !== true);
  // Whom those leave behind that are no more stays, and is out in its own right from then on.
  const isLeft = rightful.length > 0 && rightful.every(isGone);
  const own = isLeft ? members : rightful;
  const behind = isLeft ? [] : members.filter(({ part }) => isIn(part, "behind"));
  const out = own.filter(kind === "outage" ? isOut : isUndecided);
  if (out.length > 0) {
    const spoken = [...out, ...behind.filter(isDown)];
    const conclusion = lookAtOut(incident, { reasons: out, spoken, members }, view);
    return kind === "outage" ? conclusion : releasing(conclusion, behind, view);
  }
  if (own.some(isUndecided)) return { name: "wait" };
  const { opener } = incident;
  if (opener.until > view.now && !members.some(({ key }) => key === opener.key)) {
    return { name: "wait", revisitAt: opener.until };
  }
  // Who is behind one that flaps does not hold its being stable; who is behind one that was out has a grace of its own.
  const shielded = (member: Member): boolean => isShielded(incident, member, view);
  const free = kind === "outage" ? behind.filter((member) => !shielded(member)) : [];
  const freeAt = free.map((member) => freeAtOf(member, view));
  if (freeAt.includes(undefined) || (free.length === 0 && behind.some(shielded))) return { name: "wait" };
  const last = Math.max(-Infinity, ...freeAt.map((at) => at ?? 0));
  if (last > view.now) return { name: "wait", dueAt: last };
  const rest = behind.map(({ key }) => key);
  return { name: "end", ending: endingOf(incident, members, view), ...(rest.length > 0 ? { rest } : {}) };
}

/** Of an outage, a member is out while that stands, whatever was noted of an earlier return. */
function isOut({ connection, part }: Member): boolean {
  return connection.state.name === "offline" && part.goneAt === undefined;
}

/** Who is behind one that is out is out as soon as it is disconnected. */
function isDown({ connection }: Member): boolean {
  return connection.head.link === "down";
}

function isGone({ part }: Member): boolean {
  return part.goneAt !== undefined;
}

/** What it is behind is out, and a member because of that which was: where that one goes, it goes too. */
function isShielded({ id }: Incident, { key }: Member, { reach }: View): boolean {
  const above = reach.get(key);
  return above?.name === "out" && above.incident === id;
}

/** Connected again but not for long enough, or disconnected again inside its grace; of who flaps, not yet stable. */
function isUndecided({ part }: Member): boolean {
  return !isPast(part);
}

/** Who was behind one that flaps and should be back goes on by itself, while that one goes on flapping. */
function releasing(conclusion: Conclusion, behind: readonly Member[], view: View): Conclusion {
  const free = behind.map((member) => ({ key: member.key, at: freeAtOf(member, view) }));
  const rest = free.flatMap(({ key, at }) => (at !== undefined && at <= view.now ? [key] : []));
  const later = free.flatMap(({ at }) => (at !== undefined && at > view.now ? [at] : []));
  const next = later.length === 0 ? undefined : Math.min(...later);
  const released = rest.length === 0 ? conclusion : { ...conclusion, rest };
  if (next === undefined) return released;
  switch (released.name) {
    case "wait":
      return { ...released, dueAt: Math.min(released.dueAt ?? next, next) };
    case "open":
      return {
        ...released,
        owed: { ...released.owed, dueAfter: Math.min(released.owed.dueAfter ?? next, next) },
      };
    case "end":
      return released;
    default:
      return released satisfies never;
  }
}

/** From when on a member that is still out is so in its own right; undefined while that has no end that is known. */
function freeAtOf({ key, connection }: Member, { policy, now, reach }: View): Instant | undefined {
  const { state, head, identity } = connection;
  const above = reach.get(key) ?? REACHABLE;
  if (head.link !== "down" || above.name === "out") return undefined;
  const { graceMs } = waitsFor(identity, policy);
  const fresh = above.returnedAt === undefined ? now : above.returnedAt + graceMs;
  return state.name === "suspect" ? Math.max(fresh, state.deadline) : fresh;
}

interface Out {
  /** Who is out in its own right. */
  readonly reasons: readonly Member[];
  /** With those who are behind one of them. */
  readonly spoken: readonly Member[];
  readonly members: readonly Member[];
}

function lookAtOut(incident: Incident, { reasons, spoken, members }: Out, view: View): Conclusion {
  const { policy, now } = view;
  const told = new Set(incident.told.map(({ target }) => target.id));
  const isAnnounced = incident.announcedAt !== undefined;
  const targets = new Map<string, TargetRef>();
  const untold: Instant[] = [];
  for (const { connection, part } of isAnnounced ? spoken : reasons) {
    const missing = placesOf(incident, connection, policy).filter(({ id }) => !told.has(id));
    if (isAnnounced && missing.length === 0) continue;
    const waited = part.noticedAt + routeFor(connection.identity, policy).groupWaitMs;
    const ready = Math.max(waited, hushed(incident, connection, policy, now) ?? waited);
    if (ready > now) untold.push(ready);
    else for (const target of missing) targets.set(target.id, target);
  }
  const someReady = untold.length < reasons.length;
  // Nobody comes back from a drill: it is over once it was sent.
  if (incident.drill !== undefined && isAnnounced) return { name: "end", ending: { outcome: "unspoken" } };
  if (targets.size === 0 && (isAnnounced || !someReady)) {
    return { name: "wait", dueAt: untold.length === 0 ? undefined : Math.min(...untold) };
  }
  // Once one member's wait is over, all that are out are spoken of, and all their receivers are told.
  if (!isAnnounced) {
    for (const { connection } of spoken) {
      for (const target of placesOf(incident, connection, policy)) targets.set(target.id, target);
    }
  }
  // An announcement speaks of everybody who is out: only later joiners' receivers still have a wait to run.
  const later = isAnnounced ? untold : [];
  const next = incident.drill === undefined ? later : [now];
  const dueAfter = next.length === 0 ? undefined : Math.min(...next);
  const cause = causeOf(incident, reasons, view.modules);
  const notice = openingNotice({ ...incident, cause }, { spoken, members, policy, at: now });
  return {
    name: "open",
    owed: { purpose: "opening", notice, targets: [...targets.values()], dueAfter },
    shown: [...new Set([...incident.shown, ...spoken.map(({ key }) => key)])],
    cause,
  };
}

/** Who flaps meanwhile is not the reason to speak of an outage, unless his own lasts: until when. */
function hushed(
  { id, announcedAt }: Incident,
  connection: Connection,
  policy: Policy,
  now: Instant,
): Instant | undefined {
  if (announcedAt !== undefined || kindOfIncident(id) === "flapping") return undefined;
  const waits = { ...waitsFor(connection.identity, policy), judged: connection.judged };
  return hushedUntil(standingOf(connection, waits, now));
}

/** Whom a member's route tells; a drill tells whom it was given. */
function placesOf({ drill }: Incident, { identity }: Connection, policy: Policy): TargetRef[] {
  return targetsOf({ notify: drill ?? routeFor(identity, policy).notify }, policy);
}

/** Of those that a message has spoken of, and who do not go on in another incident. */
function endingOf(incident: Incident, members: readonly Member[], { policy, now }: View): Ending {
  const shown = new Set(incident.shown);
  const spoken = members.filter(({ key, part }) => shown.has(key) && isPast(part));
  if (incident.announcedAt === undefined || incident.drill !== undefined) return { outcome: "unspoken" };
  const targets = incident.told.map(({ target }) => target);
  const about = { members, policy, at: now };
  const back = spoken.filter(({ part }) => part.backAt !== undefined);
  if (back.length === 0) {
    const since = Math.min(incident.announcedAt, ...spoken.map(({ part }) => outSince(part)));
    const notice = endingNotice("CLOSED", incident, { ...about, spoken }, { since });
    return { outcome: "closed", owed: { purpose: "ending", notice, targets }, since };
  }
  const since = Math.min(...back.map(({ part }) => outSince(part)));
  const until = Math.max(...back.map(({ part }) => part.backAt ?? since));
  const word = kindOfIncident(incident.id) === "outage" ? "RECOVERED" : "STABLE";
  const notice = endingNotice(word, incident, { ...about, spoken: back }, { since, until });
  return { outcome: "recovered", owed: { purpose: "ending", notice, targets }, since, until };
}
