/** The gate of life: whether anything is expected of it at all. */
import { departureSentence } from "./cause-text.ts";
import { isoInstant } from "./phrase.ts";
import type { FindingOf, Situation } from "./explain-finding.ts";

export function lifeGate({ connection, standing }: Situation): FindingOf<"life"> {
  const { state, tombstone, registeredAt, registry, edge } = connection;
  if (standing.exempt === "gateway") {
    const modules = [edge?.agent && "$edgeAgent", edge?.hub && "$edgeHub"].filter(
      (name) => name !== undefined,
    );
    const reason = `${departureSentence({ reason: "gateway" })} Ask for ${modules.join(" and ")}.`;
    return { gate: "life", verdict: "gateway", stops: true, reason };
  }
  if (standing.exempt === "disabled") {
    const reason = departureSentence({ reason: "disabled" });
    return { gate: "life", verdict: "disabled", stops: true, reason, at: registry?.at };
  }
  if (state.name === "deleted") {
    const reason = departureSentence({ reason: "deleted" });
    return { gate: "life", verdict: "deleted", stops: true, reason, at: state.at };
  }
  if (state.name === "new") {
    const reason = "It has never connected, as far as is known: there is nothing to miss.";
    return { gate: "life", verdict: "new", stops: true, reason, at: registeredAt };
  }
  const before = tombstone === undefined ? "" : `, in a life that began after ${isoInstant(tombstone.at)}`;
  const reason = `It is known${before}, and it counts.`;
  return { gate: "life", verdict: "lives", stops: false, reason, at: registeredAt };
}
