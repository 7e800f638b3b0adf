/** What can be said of a device beside its state. */
import type { Condition } from "../../domain/condition.ts";
import { durationPhrase, isoInstant } from "../../domain/phrase.ts";
import { MINUTE_MS } from "../../domain/time.ts";

/** The names that a caller may filter by. */
export const CONDITIONS = [
  "flapping",
  "tokenRenewal",
  "stale",
  "sleeping",
  "overdue",
  "unreachable",
  "silenced",
  "disabled",
] as const;

export type ConditionName = (typeof CONDITIONS)[number];

/** Of several identities' conditions each once, as the one in which it is gravest. */
export function gravest(conditions: readonly Condition[]): Condition[] {
  const byName = new Map<ConditionName, Condition>();
  for (const condition of conditions) {
    const known = byName.get(condition.name);
    if (known === undefined || dropsOf(condition) > dropsOf(known)) byName.set(condition.name, condition);
  }
  return CONDITIONS.flatMap((name) => byName.get(name) ?? []);
}

function dropsOf(condition: Condition): number {
  return condition.name === "flapping" ? condition.drops : 0;
}

/** `renews about every 65 min over MQTT; AMQP or X.509 would avoid it` */
export function conditionPhrase(condition: Condition): string {
  switch (condition.name) {
    case "flapping":
      return `flapping: ${condition.drops} drops since ${isoInstant(condition.since)}`;
    case "tokenRenewal":
      return `renews about every ${durationPhrase(rounded(condition.periodMs))} over MQTT; AMQP or X.509 would avoid it`;
    default:
      return condition satisfies never;
  }
}

/** Nobody needs the seconds of an hour. */
function rounded(durationMs: number): number {
  return durationMs < 10 * MINUTE_MS ? durationMs : Math.round(durationMs / MINUTE_MS) * MINUTE_MS;
}
