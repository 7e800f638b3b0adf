/** How an incident ends: who is spoken of then, and with which word. */
import { isPast, outSince } from "./connection.ts";
import type { Ending, View } from "./conclusion.ts";
import { kindOfIncident } from "./incident.ts";
import type { Incident } from "./incident.ts";
import { endingNotice } from "./look-words.ts";
import type { Member } from "./look-words.ts";

/** Of those that a message has spoken of, and who do not go on in another incident. */
export function endingOf(incident: Incident, members: readonly Member[], { policy, now }: View): Ending {
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
