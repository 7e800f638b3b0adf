/** What is true of an identity beside its state, at one moment: derived whenever it is asked, and never stored. */
import type { Connection } from "./connection.ts";
import { isSuppressed } from "./damping.ts";
import { lapse } from "./fold.ts";
import type { Waits } from "./fold.ts";
import { renewalPeriod } from "./renewal.ts";
import type { Instant } from "./time.ts";

export type Condition =
  /** It drops so often that it is told of once: since the first drop of the run, and how many they were. */
  | { readonly name: "flapping"; readonly since: Instant; readonly drops: number }
  /** Its short drops come in the rhythm of tokens that are renewed. */
  | { readonly name: "tokenRenewal"; readonly periodMs: number };

export function conditionsOf(
  { state, head, judged }: Connection,
  waits: Omit<Waits, "judged">,
  now: Instant,
): Condition[] {
  if (state.name === "deleted" || state.name === "new") return [];
  const { damping, rhythm } = lapse(head, now, { ...waits, judged });
  const periodMs = renewalPeriod(rhythm, now);
  return [
    ...(damping !== undefined && isSuppressed(damping, now, waits.damping)
      ? [{ name: "flapping", since: damping.runSince, drops: damping.runDrops } as const]
      : []),
    ...(periodMs === undefined ? [] : [{ name: "tokenRenewal", periodMs } as const]),
  ];
}
