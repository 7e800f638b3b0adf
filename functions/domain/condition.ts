/** What is true of an identity beside its state, at one moment: derived whenever it is asked, and never stored. */
import type { Connection } from "./connection.ts";
import { isSuppressed } from "./damping.ts";
import { lapse } from "./fold.ts";
import type { Waits } from "./fold.ts";
import { exemptionOf } from "./part.ts";
import { REACHABLE, freshGraceUntil } from "./reach.ts";
import type { Reach } from "./reach.ts";
import { renewalPeriod } from "./renewal.ts";
import type { Instant } from "./time.ts";

export type Condition =
  /** It drops so often that it is told of once: since the first drop of the run, and how many they were. */
  | { readonly name: "flapping"; readonly since: Instant; readonly drops: number }
  /** Its short drops come in the rhythm of tokens that are renewed. */
  | { readonly name: "tokenRenewal"; readonly periodMs: number }
  /** It could not connect if it wanted to; or it could again since a moment ago, and has its grace anew until then. */
  | { readonly name: "unreachable"; readonly until?: Instant | undefined }
  /** The registry lets it not connect. */
  | { readonly name: "disabled" };

/** `reach`: whether what it reaches the hub through lets it. */
export function conditionsOf(
  connection: Connection,
  waits: Omit<Waits, "judged">,
  now: Instant,
  reach: Reach = REACHABLE,
): Condition[] {
  const { state, registry } = connection;
  if (state.name === "deleted") return [];
  const disabled: Condition[] = registry?.enabled === false ? [{ name: "disabled" }] : [];
  // Of a gateway its modules tell, whatever its own identity once did.
  if (state.name === "new" || exemptionOf(connection) === "gateway") return disabled;
  return [...rhythmOf(connection, waits, now), ...unreachable(connection, waits, now, reach), ...disabled];
}

/** What its drops amount to. */
function rhythmOf({ head, judged }: Connection, waits: Omit<Waits, "judged">, now: Instant): Condition[] {
  const { damping, rhythm } = lapse(head, now, { ...waits, judged });
  const periodMs = renewalPeriod(rhythm, now);
  return [
    ...(damping !== undefined && isSuppressed(damping, now, waits.damping)
      ? [{ name: "flapping", since: damping.runSince, drops: damping.runDrops } as const]
      : []),
    ...(periodMs === undefined ? [] : [{ name: "tokenRenewal", periodMs } as const]),
  ];
}

function unreachable(
  { head }: Connection,
  { graceMs }: Omit<Waits, "judged">,
  now: Instant,
  reach: Reach,
): Condition[] {
  if (head.link !== "down") return [];
  if (reach.name === "out") return [{ name: "unreachable" }];
  const until = freshGraceUntil(reach, graceMs, now);
  return until === undefined ? [] : [{ name: "unreachable", until }];
}
