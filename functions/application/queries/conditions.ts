/** What can be said of a device beside its state. */
import type { Condition } from "../../domain/condition.ts";
import { isoInstant } from "../../domain/phrase.ts";
import { renewalPhrase } from "../../domain/renewal-text.ts";

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
    if (known === undefined || gravityOf(condition) > gravityOf(known)) byName.set(condition.name, condition);
  }
  return CONDITIONS.flatMap((name) => byName.get(name) ?? []);
}

/** Among conditions of one name. */
function gravityOf(condition: Condition): number {
  switch (condition.name) {
    case "flapping":
      return condition.drops;
    case "unreachable":
      return condition.until ?? Infinity;
    case "tokenRenewal":
    case "disabled":
      return 0;
    default:
      return condition satisfies never;
  }
}

/** `renews about every 65 min over MQTT; AMQP or X.509 would avoid it` */
export function conditionPhrase(condition: Condition): string {
  switch (condition.name) {
    case "flapping":
      return `flapping: ${condition.drops} drops since ${isoInstant(condition.since)}`;
    case "tokenRenewal":
      return renewalPhrase(condition.periodMs);
    case "unreachable":
      return condition.until === undefined
        ? "unreachable: what it is behind is out"
        : `unreachable until ${isoInstant(condition.until)}: what it is behind is back, and its grace runs anew`;
    case "disabled":
      return "disabled in the registry";
    default:
      return condition satisfies never;
  }
}
