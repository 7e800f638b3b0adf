/** The gate of the group: the incident that tells of it, and when. What it waits for is what its aggregator wrote down. */
import type { Incident } from "./incident.ts";
import { isIn } from "./part.ts";
import { durationPhrase, isoInstant } from "./phrase.ts";
import { isToldOut } from "./explain-finding.ts";
import type { FindingOf, Situation } from "./explain-finding.ts";

type Found = FindingOf<"group">;

export function groupGate(situation: Situation): Found {
  const { group, groupWaitMs, places, incident } = situation;
  const numbers = { group: group.subject, wait: { ms: groupWaitMs }, places };
  const found = findingOf(situation);
  return {
    ...found,
    numbers: typeof incident === "string" ? numbers : { ...numbers, code: incident.code },
  };
}

function findingOf(situation: Situation): Found {
  const { told, mayBeTold, incident, connection } = situation;
  if (mayBeTold) {
    const reason = "It may have been told of by then: nobody kept since when its incident did.";
    return { gate: "group", verdict: "unknown", stops: true, reason };
  }
  const [telling] = told.toSorted((a, b) => (a.kind > b.kind ? -1 : 1));
  if (telling !== undefined) {
    const { kind, at } = telling;
    const word = kind === "outage" ? "OFFLINE" : "FLAPPING";
    const reason = `${word} ${telling.incident.code} tells of it since ${isoInstant(at)}.`;
    return { gate: "group", verdict: "told", stops: !isToldOut(situation), reason, at };
  }
  if (incident === "unknown") {
    const reason = "Nobody kept in which incident it was then.";
    return { gate: "group", verdict: "unknown", stops: true, reason };
  }
  if (incident !== "none") return untold(situation, incident);
  if (connection.state.name === "offline") {
    const reason = "It is about to join its group's incident.";
    return { gate: "group", verdict: "joining", stops: true, reason };
  }
  return {
    gate: "group",
    verdict: "notAsked",
    stops: true,
    reason: "It is in no incident that is not over.",
  };
}

/** In an incident that has not told of it. */
function untold({ connection, places, groupWaitMs, now }: Situation, incident: Incident): Found {
  const { code, announcedAt, changes, dueAt, openedAt, state, owed } = incident;
  if (places === 0) {
    const reason = "Its route tells nobody: no receiver of it is configured.";
    return { gate: "group", verdict: "nobody", stops: true, reason, at: openedAt };
  }
  if (announcedAt !== undefined && announcedAt <= now) {
    const reason = `It joined ${code}, which told of others at ${isoInstant(announcedAt)}.`;
    const until = changes?.dueAt;
    return { gate: "group", verdict: "joined", stops: true, reason, at: announcedAt, until };
  }
  if (state.name !== "open") {
    const reason = `${code} ends before anything of it was said.`;
    return { gate: "group", verdict: "end", stops: true, reason, at: openedAt };
  }
  if (owed?.purpose === "opening") {
    const reason = `The message of ${code} is on its way.`;
    return { gate: "group", verdict: "open", stops: true, reason, at: openedAt };
  }
  const { outage, flapping } = connection.incidents;
  const part = isIn(outage) ? outage : flapping;
  const until = announcedAt ?? dueAt ?? (part && part.noticedAt + groupWaitMs);
  const reason = `${code} waits for others of its group for ${durationPhrase(groupWaitMs)}.`;
  return { gate: "group", verdict: "wait", stops: true, reason, at: openedAt, until };
}
