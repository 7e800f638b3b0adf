/** The gate of topology: whether what it reaches the hub through lets it tell of itself. */
import { hushedUntil, isIn } from "./part.ts";
import { isoInstant } from "./phrase.ts";
import { joiningOf } from "./reach.ts";
import type { Joining, Reach } from "./reach.ts";
import type { Instant } from "./time.ts";
import type { FindingOf, Situation } from "./explain-finding.ts";

type Found = FindingOf<"parent">;
type Because = Extract<Joining, { name: "held" }>["because"];

export function parentGate(situation: Situation): Found {
  const { connection, parents, reach } = situation;
  const { incidents, state } = connection;
  const numbers = parents.length === 0 ? undefined : { parents: parents.join(", ") };
  if (isIn(incidents.outage, "own")) return { ...own(parents), numbers };
  if (isIn(incidents.outage, "behind") || isIn(incidents.flapping, "behind")) {
    // The incident of what flaps tells of no outage.
    return { ...behind(situation, !isIn(incidents.outage)), numbers };
  }
  if (state.name !== "offline") {
    const reason = "What it is behind is asked once it is out.";
    return { gate: "parent", verdict: "notAsked", stops: false, reason, numbers };
  }
  if (reach === undefined) {
    const reason = "What it is behind kept nothing of that moment.";
    return { gate: "parent", verdict: "unknown", stops: true, reason, numbers };
  }
  return { ...outOf(situation, reach), numbers };
}

/** Of one that is out, and in no incident yet. */
function outOf({ connection, standing, waits, parents, now }: Situation, reach: Reach): Found {
  const until = hushedUntil({ ...standing, flapsUntil: undefined });
  // While it waits nobody asks again: it is what made it wait.
  const asked = until === undefined ? connection : { state: connection.state };
  const joining: Joining =
    parents.length === 0 ? { name: "own" } : joiningOf(asked, reach, waits.graceMs, now);
  if (joining.name === "held") return held(joining.because, reach, until ?? joining.until);
  if (until !== undefined) {
    const reason = `It waits until ${isoInstant(until)} for what it is behind, and asks again then.`;
    return { gate: "parent", verdict: "held", stops: true, reason, until };
  }
  if (joining.name === "own") return own(parents);
  const reason = "What it is behind is out: it joins the incident that tells of that.";
  return { gate: "parent", verdict: "behind", stops: true, reason, at: sinceOf(reach) };
}

function own(parents: readonly string[]): Found {
  const through =
    parents.length === 0 ? "It is behind nothing" : `${parents.join(" and ")} did not keep it away`;
  return { gate: "parent", verdict: "own", stops: false, reason: `${through}: it is out in its own right.` };
}

function behind({ parents, reach }: Situation, stops: boolean): Found {
  const what = parents.length === 0 ? "what it is behind" : parents.join(" and ");
  const how = stops ? "flaps" : "was out";
  const reason = `It belongs to the incident of ${what}, which ${how}.`;
  return { gate: "parent", verdict: "behind", stops, reason, at: reach && sinceOf(reach) };
}

const HELD: Readonly<Record<Because, string>> = {
  parentWaits: "What it is behind is inside its own grace",
  parentOut: "What it is behind is out, and has yet to tell of itself",
  freshGrace: "What it is behind is back since a moment ago, and its grace runs anew",
};

function held(because: Because, reach: Reach, until: Instant): Found {
  const reason = `${HELD[because]}: it waits until ${isoInstant(until)}, and asks again then.`;
  return { gate: "parent", verdict: because, stops: true, reason, at: sinceOf(reach), until };
}

function sinceOf(reach: Reach): Instant | undefined {
  return reach.name === "out" ? reach.since : reach.returnedAt;
}
