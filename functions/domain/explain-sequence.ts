/** The gate of sequence: which event is the last one that counts, and what it says. */
import { counted } from "./fold.ts";
import { isoInstant } from "./phrase.ts";
import type { FindingOf, Situation } from "./explain-finding.ts";

export function sequenceGate({ connection }: Situation): FindingOf<"sequence"> {
  const { base, recent, tombstone, head } = connection;
  const aside = recent.length - counted(base, recent, tombstone).length;
  const numbers = { events: recent.length, keptAside: aside };
  if (head.cause === undefined || head.link === "none") {
    return aside > 0
      ? {
          gate: "sequence",
          verdict: "keptAside",
          stops: true,
          reason: "Its last events are kept aside: a life does not begin with a disconnect.",
          numbers,
        }
      : { gate: "sequence", verdict: "notAsked", stops: true, reason: "No event of it is known." };
  }
  const isDown = head.link === "down";
  const verdict = isDown ? "disconnected" : "connected";
  return {
    gate: "sequence",
    verdict,
    stops: !isDown,
    reason: `By the greatest sequence number it is ${verdict} since ${isoInstant(head.since)}.`,
    at: head.since,
    numbers: { ...numbers, cause: head.cause },
  };
}
