/** The gate of damping: whether it drops so often that each drop is no news. */
import { penaltyAt } from "./damping.ts";
import type { Damping } from "./damping.ts";
import { dampingAt, hushedUntil } from "./part.ts";
import { durationPhrase, isoInstant } from "./phrase.ts";
import type { FindingOf, Quantity, Situation } from "./explain-finding.ts";

export function flapGate(situation: Situation): FindingOf<"flap"> {
  const { connection, waits, standing, now } = situation;
  const damping = dampingAt(connection.head, waits, now);
  const { flapsUntil, reusedAt } = standing;
  if (damping === undefined || reusedAt === undefined) {
    const reason = "It does not drop so often that it would be told of as flapping.";
    return { gate: "flap", verdict: "stable", stops: false, reason, numbers: numbersOf(situation, damping) };
  }
  const numbers = numbersOf(situation, damping);
  const at = damping.suppressedSince;
  if (flapsUntil === undefined) {
    const reason = `It flapped, and has not dropped for long enough: no more since ${isoInstant(reusedAt)}.`;
    return { gate: "flap", verdict: "reused", stops: false, reason, at: reusedAt, numbers };
  }
  const flaps = `${damping.runDrops} drops since ${isoInstant(damping.runSince)}`;
  const hushed = hushedUntil({ ...standing, heldUntil: undefined });
  if (connection.state.name === "offline" && hushed === undefined) {
    const lasted = durationPhrase(now - connection.state.since);
    const reason = `It flaps (${flaps}), but is out for ${lasted} by now: that is told all the same.`;
    return { gate: "flap", verdict: "longOutage", stops: false, reason, at, until: flapsUntil, numbers };
  }
  const reason = `It flaps: ${flaps}. That is told once, as FLAPPING, and its outages only if they last.`;
  return { gate: "flap", verdict: "flapping", stops: true, reason, at, until: hushed ?? flapsUntil, numbers };
}

function numbersOf(
  { waits, now }: Situation,
  damping: Damping | undefined,
): Readonly<Record<string, Quantity>> {
  const { suppress, reuse } = waits.damping;
  const penalty = Math.round(penaltyAt(damping, now, waits.damping) * 1_000) / 1_000;
  const limits = Number.isFinite(suppress) ? { suppress, reuse } : { reuse };
  return { penalty, ...limits, drops: damping?.runDrops ?? 0 };
}
