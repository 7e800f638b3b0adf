/**
 * What an incident's aggregator concludes from one look at its members: announce, tell somebody who joined
 * later, wait, or end. Pure, and the only place where that is decided.
 */
import { isPast, outSince } from "./connection.ts";
import type { Connection, Membership } from "./connection.ts";
import { identityKey, identityName } from "./identity.ts";
import { kindOfIncident } from "./incident.ts";
import type { Incident, OwedMessages } from "./incident.ts";
import type { Notice, Word } from "./notice.ts";
import { routeFor, targetsOf, waitsFor } from "./policy.ts";
import { dampingAt, hushedUntil, standingOf } from "./part.ts";
import type { Policy, TargetRef } from "./policy.ts";
import type { Instant } from "./time.ts";

export type Conclusion =
  /** Nothing to say; `dueAt` when a group's wait is still running, `revisitAt` when it is enough that the sweep looks. */
  | {
      readonly name: "wait";
      readonly dueAt?: Instant | undefined;
      readonly revisitAt?: Instant | undefined;
    }
  /** The first message, or one to targets that joined later. */
  | { readonly name: "open"; readonly owed: OwedMessages; readonly shown: readonly string[] }
  | { readonly name: "end"; readonly ending: Ending };

export type Ending =
  | { readonly outcome: "unspoken" }
  | {
      readonly outcome: "recovered" | "closed";
      readonly owed: OwedMessages;
      readonly since: Instant;
      readonly until?: Instant | undefined;
    };

/** How many names a message gives before it counts the rest. */
const FEW = 5;

interface Member {
  readonly key: string;
  readonly connection: Connection;
  readonly part: Membership;
}

export function lookAt(
  incident: Incident,
  connections: readonly Connection[],
  policy: Policy,
  now: Instant,
): Conclusion {
  const kind = kindOfIncident(incident.id);
  const members = connections.flatMap((connection): Member[] => {
    const part = connection.incidents[kind];
    return part?.id === incident.id ? [{ key: identityKey(connection.identity), connection, part }] : [];
  });
  const out = members.filter(kind === "outage" ? isOut : isUndecided);
  if (out.length > 0) return lookAtOut(incident, out, policy, now);
  if (members.some(isUndecided)) return { name: "wait" };
  const { opener } = incident;
  if (opener.until > now && !members.some(({ key }) => key === opener.key)) {
    return { name: "wait", revisitAt: opener.until };
  }
  return { name: "end", ending: endingOf(incident, members, policy, now) };
}

/** Of an outage, a member is out while that stands, whatever was noted of an earlier return. */
function isOut({ connection }: Member): boolean {
  return connection.state.name === "offline";
}

/** Connected again but not for long enough, or disconnected again inside its grace; of who flaps, not yet stable. */
function isUndecided({ part }: Member): boolean {
  return !isPast(part);
}

function lookAtOut(incident: Incident, out: readonly Member[], policy: Policy, now: Instant): Conclusion {
  const told = new Set(incident.told.map(({ target }) => target.id));
  const targets = new Map<string, TargetRef>();
  const untold: Instant[] = [];
  for (const { connection, part } of out) {
    const missing = placesOf(incident, connection, policy).filter(({ id }) => !told.has(id));
    if (incident.announcedAt !== undefined && missing.length === 0) continue;
    const waited = part.noticedAt + routeFor(connection.identity, policy).groupWaitMs;
    const ready = Math.max(waited, hushed(incident, connection, policy, now) ?? waited);
    if (ready > now) untold.push(ready);
    else for (const target of missing) targets.set(target.id, target);
  }
  const someReady = untold.length < out.length;
  // Nobody comes back from a drill: it is over once it was sent.
  if (incident.drill !== undefined && incident.announcedAt !== undefined) {
    return { name: "end", ending: { outcome: "unspoken" } };
  }
  if (targets.size === 0 && (incident.announcedAt !== undefined || !someReady)) {
    return { name: "wait", dueAt: untold.length === 0 ? undefined : Math.min(...untold) };
  }
  // Once one member's wait is over, all that are out are spoken of, and all their receivers are told.
  if (incident.announcedAt === undefined) {
    for (const { connection } of out) {
      for (const target of placesOf(incident, connection, policy)) targets.set(target.id, target);
    }
  }
  const since = Math.min(...out.map(({ part }) => outSince(part)));
  const notice = noticeOf(openingWord(incident), incident, out, {
    ...factsOf(incident, out, policy, now),
    since,
  });
  // An announcement speaks of everybody who is out: only later joiners' receivers still have a wait to run.
  const later = incident.announcedAt === undefined ? [] : untold;
  const next = incident.drill === undefined ? later : [now];
  const dueAfter = next.length === 0 ? undefined : Math.min(...next);
  return {
    name: "open",
    owed: { purpose: "opening", notice, targets: [...targets.values()], dueAfter },
    shown: [...new Set([...incident.shown, ...out.map(({ key }) => key)])],
  };
}

/** Who flaps meanwhile is not the reason to speak of an outage, unless his own lasts: until when. */
function hushed(
  { id, announcedAt }: Incident,
  { identity, state, head, judged }: Connection,
  policy: Policy,
  now: Instant,
): Instant | undefined {
  if (announcedAt !== undefined || kindOfIncident(id) === "flapping") return undefined;
  const waits = { ...waitsFor(identity, policy), judged };
  return hushedUntil(standingOf(state, head, waits, now));
}

/** Whom a member's route tells; a drill tells whom it was given. */
function placesOf({ drill }: Incident, { identity }: Connection, policy: Policy): TargetRef[] {
  return targetsOf({ notify: drill ?? routeFor(identity, policy).notify }, policy);
}

function endingOf(incident: Incident, members: readonly Member[], policy: Policy, at: Instant): Ending {
  const shown = new Set(incident.shown);
  const spoken = members.filter(({ key }) => shown.has(key));
  if (incident.announcedAt === undefined || incident.drill !== undefined) return { outcome: "unspoken" };
  const targets = incident.told.map(({ target }) => target);
  const back = spoken.filter(({ part }) => part.backAt !== undefined);
  const facts = factsOf(incident, spoken, policy, at);
  if (back.length === 0) {
    const since = Math.min(incident.announcedAt, ...spoken.map(({ part }) => outSince(part)));
    const reason = spoken.length > 0 ? "deleted" : undefined;
    const notice = noticeOf("CLOSED", incident, spoken, { ...facts, since, reason });
    return { outcome: "closed", owed: { purpose: "ending", notice, targets }, since };
  }
  const since = Math.min(...back.map(({ part }) => outSince(part)));
  const until = Math.max(...back.map(({ part }) => part.backAt ?? since));
  const word = kindOfIncident(incident.id) === "outage" ? "RECOVERED" : "STABLE";
  const notice = noticeOf(word, incident, back, { ...facts, since, until });
  return { outcome: "recovered", owed: { purpose: "ending", notice, targets }, since, until };
}

function openingWord({ id, drill }: Incident): Word {
  if (drill !== undefined) return "DRILL";
  return kindOfIncident(id) === "outage" ? "OFFLINE" : "FLAPPING";
}

/** What every notice of these members says. */
function factsOf(
  { id }: Incident,
  members: readonly Member[],
  policy: Policy,
  at: Instant,
): Pick<Notice, "at" | "zone" | "drops" | "downSince"> {
  const damping = kindOfIncident(id) === "outage" ? {} : dampingOf(members, policy, at);
  return { at, zone: zoneOf(members, policy), ...damping };
}

/** Of who flaps: how often the worst of them dropped, and since when one of them is out now. */
function dampingOf(
  members: readonly Member[],
  policy: Policy,
  now: Instant,
): Pick<Notice, "drops" | "downSince"> {
  const heads = members.map(({ connection }) => connection.head);
  const down = heads.flatMap(({ link, since, outage }) => (link === "down" ? [outage?.since ?? since] : []));
  const drops = Math.max(
    0,
    ...members.map(({ connection: { identity, head, judged } }) => {
      const damping = dampingAt(head, { ...waitsFor(identity, policy), judged }, now);
      return damping?.flappedDrops ?? damping?.runDrops ?? 0;
    }),
  );
  return down.length === 0 ? { drops } : { drops, downSince: Math.min(...down) };
}

function zoneOf(members: readonly Member[], policy: Policy): string {
  const [first] = members;
  return first === undefined ? "UTC" : routeFor(first.connection.identity, policy).zone;
}

function noticeOf(
  word: Word,
  incident: Incident,
  members: readonly Member[],
  facts: Omit<Notice, "word" | "code" | "incidentId" | "hub" | "subject" | "count" | "names">,
): Notice {
  const identities = members.map(({ connection }) => connection.identity);
  const isOneDevice = new Set(identities.map(({ deviceId }) => deviceId)).size === 1;
  const names = identities
    .map((identity) => (isOneDevice ? identity.moduleId : undefined) ?? identityName(identity))
    .sort()
    .slice(0, FEW);
  return {
    word,
    code: incident.code,
    incidentId: incident.id,
    hub: incident.hub,
    subject: incident.subject,
    count: members.length,
    names: incident.drill === undefined ? names : [],
    ...facts,
  };
}
