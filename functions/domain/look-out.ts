/** An incident of which somebody is out: whether to announce it, to tell a receiver that joined later, or what changed. */
import type { Conclusion, View } from "./conclusion.ts";
import type { Connection } from "./connection.ts";
import { identityKey } from "./identity.ts";
import { kindOfIncident } from "./incident.ts";
import type { Incident } from "./incident.ts";
import { changeOf, changesAfter, tickAfter } from "./look-changes.ts";
import type { Change } from "./look-changes.ts";
import { causeOf, openingNotice } from "./look-words.ts";
import type { Member } from "./look-words.ts";
import { hushedUntil, standingOf } from "./part.ts";
import { routeFor, targetsOf, waitsFor } from "./policy.ts";
import type { Policy, TargetRef } from "./policy.ts";
import type { Instant } from "./time.ts";

export interface Out {
  /** Who is out in its own right. */
  readonly reasons: readonly Member[];
  /** With those who are behind one of them. */
  readonly spoken: readonly Member[];
  readonly members: readonly Member[];
}

export function lookAtOut(incident: Incident, { reasons, members, ...out }: Out, view: View): Conclusion {
  const { policy, now } = view;
  const cause = causeOf(incident, reasons, view.modules);
  const spoken = cause === "site" ? [...out.spoken, ...silentModules(incident, members, view)] : out.spoken;
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
  const keys = spoken.map(({ key }) => key);
  const change = changeOf(incident, keys, policy);
  const changeAt = change && (incident.changes?.dueAt ?? nextTick(incident, reasons, view));
  if (targets.size === 0 && changeAt !== undefined && changeAt <= now && change !== undefined) {
    return tellChange({ ...incident, cause }, change, { spoken, members, untold }, view);
  }
  if (targets.size === 0 && (isAnnounced || !someReady)) {
    return { name: "wait", dueAt: earliest([...untold, changeAt]), changeAt };
  }
  // Once one member's wait is over, all that are out are spoken of, and all their receivers are told.
  if (!isAnnounced) {
    for (const { connection } of spoken) {
      for (const target of placesOf(incident, connection, policy)) targets.set(target.id, target);
    }
  }
  // An announcement speaks of everybody who is out: only later joiners' receivers still have a wait to run.
  const later = isAnnounced ? [...untold, changeAt] : [];
  const dueAfter = earliest(incident.drill === undefined ? later : [now]);
  const notice = openingNotice({ ...incident, cause }, { spoken, members, policy, at: now });
  return {
    name: "open",
    owed: { purpose: "opening", notice, targets: [...targets.values()], dueAfter },
    shown: [...new Set([...incident.shown, ...keys])],
    changes: { ...changesAfter(incident, "opening", keys), dueAt: changeAt },
    cause,
  };
}

/** By the interval of the first who is out in its own right, as its zone is. */
function nextTick({ announcedAt = 0 }: Incident, [first]: readonly Member[], { policy, now }: View): Instant {
  if (first === undefined) return now;
  return tickAfter(announcedAt, routeFor(first.connection.identity, policy).groupIntervalMs, now);
}

function earliest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function tellChange(
  incident: Incident,
  { purpose, targets }: Change,
  { spoken, members, untold }: Omit<Out, "reasons"> & { readonly untold: readonly Instant[] },
  { policy, now }: View,
): Conclusion {
  const keys = spoken.map(({ key }) => key);
  const changes = changesAfter(incident, purpose, keys);
  const notice = openingNotice(incident, { spoken, members, policy, at: now });
  const word = purpose === "update" ? "OFFLINE UPDATE" : notice.word;
  return {
    name: "change",
    owed: {
      purpose,
      revision: changes.revision,
      notice: { ...notice, word },
      targets,
      dueAfter: earliest(untold),
    },
    shown: [...new Set([...incident.shown, ...keys])],
    changes,
    cause: incident.cause,
  };
}

/**
 * The other system module of a gateway that is out altogether: what the hub notices minutes later is one of those that
 * are out, though its own grace still runs, and no growth when that is over.
 */
function silentModules({ id }: Incident, members: readonly Member[], { modules }: View): Member[] {
  const known = new Set(members.map(({ key }) => key));
  return modules.flatMap((connection): Member[] => {
    const { identity, head } = connection;
    const key = identityKey(identity);
    if (head.link !== "down" || known.has(key)) return [];
    return [{ key, connection, part: { id, outAt: head.since, noticedAt: head.since } }];
  });
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
