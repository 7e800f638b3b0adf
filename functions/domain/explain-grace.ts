/** The gates of waiting: the grace that every drop has, and the longer one of a drop that may be a token's renewal. */
import { lapse, waitMs } from "./fold.ts";
import { durationPhrase, isoInstant } from "./phrase.ts";
import { renewalPeriod } from "./renewal.ts";
import { renewalPhrase } from "./renewal-text.ts";
import type { Instant } from "./time.ts";
import type { FindingOf, Situation } from "./explain-finding.ts";

/** Without the time that a renewal is given beside it. */
function graceMsOf({ connection: { head }, waits }: Situation): number {
  return waitMs({ ...head, link: "down", rhythm: undefined }, waits);
}

export function graceGate(situation: Situation): FindingOf<"grace"> {
  const { connection, waits, now } = situation;
  const { state } = connection;
  const graceMs = graceMsOf(situation);
  const grace = { ms: graceMs };
  switch (state.name) {
    case "suspect": {
      const until = state.since + graceMs;
      const over = { grace, lasted: { ms: now - state.since } };
      if (waitsForRenewal(situation) && until <= now) {
        return { ...graceOver(state.since, graceMs), until, numbers: over };
      }
      const reason = `Disconnected since ${isoInstant(state.since)}, inside its grace of ${durationPhrase(graceMs)} until ${isoInstant(until)}: nobody is told.`;
      return {
        gate: "grace",
        verdict: "suspect",
        stops: true,
        reason,
        at: state.since,
        until,
        numbers: over,
      };
    }
    case "offline":
      return {
        ...graceOver(state.since, graceMs),
        numbers: { grace, lasted: { ms: now - state.since } },
      };
    case "recovering": {
      const recovery = waits.recoveryMs;
      const reason = `Connected again since ${isoInstant(state.since)}, and watched until ${isoInstant(state.deadline)}.`;
      const numbers = { grace, recovery: { ms: recovery } };
      const { since: at, deadline: until } = state;
      return { gate: "grace", verdict: "recovering", stops: true, reason, at, until, numbers };
    }
    case "online":
    case "new":
    case "deleted":
      return {
        gate: "grace",
        verdict: "notAsked",
        stops: false,
        reason: "No drop of it waits for anything.",
        numbers: { grace },
      };
    default:
      return state satisfies never;
  }
}

function graceOver(at: Instant, graceMs: number): FindingOf<"grace"> {
  const reason = `Disconnected since ${isoInstant(at)}, for longer than the grace of ${durationPhrase(graceMs)}.`;
  return { gate: "grace", verdict: "graceOver", stops: false, reason, at };
}

function waitsForRenewal({ connection: { state, head } }: Situation): boolean {
  return state.name === "suspect" && head.rhythm?.expectedMs !== undefined;
}

export function renewalGate(situation: Situation): FindingOf<"renewal"> {
  const { connection, waits, now } = situation;
  const { head } = connection;
  const { gapAtMostMs } = waits.renewal;
  if (waitsForRenewal(situation)) {
    const ms = head.rhythm?.expectedMs ?? 0;
    return {
      gate: "renewal",
      verdict: "expected",
      stops: true,
      reason: `It came in the rhythm of a token's renewal, and is one unless it outlasts ${durationPhrase(gapAtMostMs)}: it ${renewalPhrase(ms)}.`,
      at: head.since,
      until: head.since + waitMs(head, waits),
      numbers: { period: { ms }, gap: { ms: gapAtMostMs } },
    };
  }
  const { rhythm } = lapse(head, now, waits);
  const ms = renewalPeriod(rhythm, now);
  if (ms === undefined) {
    const reason = "Its drops are not in the rhythm of a token's renewals.";
    return { gate: "renewal", verdict: "none", stops: false, reason };
  }
  return {
    gate: "renewal",
    verdict: "tokenRenewal",
    stops: false,
    reason: `It ${renewalPhrase(ms)}.`,
    at: rhythm?.renewal?.at,
    numbers: { period: { ms }, gap: { ms: gapAtMostMs } },
  };
}
