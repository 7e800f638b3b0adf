/**
 * What an incident's aggregator concludes from one look at its members: announce, tell somebody who joined
 * later, tell what changed, wait, or end. Pure, and the only place where that is decided.
 */
import type { Conclusion, View } from "./conclusion.ts";
import { isPast } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { identityKey } from "./identity.ts";
import { kindOfIncident } from "./incident.ts";
import type { Incident } from "./incident.ts";
import { freeAtOf, isDown, isShielded, releasing } from "./look-behind.ts";
import { endingOf } from "./look-ending.ts";
import { lookAtOut } from "./look-out.ts";
import type { Member } from "./look-words.ts";
import { hushedUntil, isIn, standingOf } from "./part.ts";
import { waitsFor } from "./policy.ts";

export type { Conclusion, View } from "./conclusion.ts";

export function lookAt(incident: Incident, connections: readonly Connection[], view: View): Conclusion {
  const kind = kindOfIncident(incident.id);
  const members = connections.flatMap((connection): Member[] => {
    const part = connection.incidents[kind];
    return part?.id === incident.id ? [{ key: identityKey(connection.identity), connection, part }] : [];
  });
  const rightful = members.filter(({ part }) => part.behind !== true);
  // Whom those leave behind that are no more stays, and is out in its own right from then on.
  const isLeft = kind === "outage" && rightful.length > 0 && rightful.every(isGone);
  const own = isLeft ? members : rightful;
  const behind = isLeft ? [] : members.filter(({ part }) => isIn(part, "behind"));
  const out = own.filter((member) => (kind === "outage" ? isOut(member, view) : isUndecided(member)));
  if (out.length > 0) {
    const spoken = [...out, ...behind.filter(isDown)];
    const conclusion = lookAtOut(incident, { reasons: out, spoken, members }, view);
    return kind === "outage" ? conclusion : releasing(incident, conclusion, behind, view);
  }
  if (own.some(isUndecided)) {
    // Of what was never announced nobody knows: who should be back is not kept waiting for one that only flaps.
    const waiting = { name: "wait" } as const;
    return incident.announcedAt === undefined ? releasing(incident, waiting, behind, view) : waiting;
  }
  const { opener } = incident;
  if (opener.until > view.now && !members.some(({ key }) => key === opener.key)) {
    return { name: "wait", revisitAt: opener.until };
  }
  // Who is behind one that flaps does not hold its being stable; who is behind one that was out has a grace of its own.
  const shielded = (member: Member): boolean => isShielded(incident, member, view);
  const free = kind === "outage" ? behind.filter((member) => !shielded(member)) : [];
  const freeAt = free.map((member) => freeAtOf(incident, member, view));
  if (freeAt.includes(undefined) || (free.length === 0 && behind.some(shielded))) return { name: "wait" };
  const last = Math.max(-Infinity, ...freeAt.map((at) => at ?? 0));
  if (last > view.now) return { name: "wait", dueAt: last };
  const rest = behind.map(({ key }) => key);
  return { name: "end", ending: endingOf(incident, members, view), ...(rest.length > 0 ? { rest } : {}) };
}

/**
 * Of an outage, a member is out while that stands, whatever was noted of an earlier return: unless it came back, and
 * what it does since is not told here.
 */
function isOut({ connection, part }: Member, { policy, now }: View): boolean {
  if (connection.state.name !== "offline" || part.goneAt !== undefined) return false;
  const waits = { ...waitsFor(connection.identity, policy), judged: connection.judged };
  return !isPast(part) || hushedUntil(standingOf(connection, waits, now)) === undefined;
}

function isGone({ part }: Member): boolean {
  return part.goneAt !== undefined;
}

/** Connected again but not for long enough, or disconnected again inside its grace; of who flaps, not yet stable. */
function isUndecided({ part }: Member): boolean {
  return !isPast(part);
}
