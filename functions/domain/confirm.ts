/**
 * What a change of the evidence confirms and what it denies: the confirmed transitions of the new fold against
 * those of the old one, each by the timers that have run.
 */
import type { Connection, Head } from "./connection.ts";
import type { ConnectionEvent } from "./evidence.ts";
import { counted, fold, lapse, step } from "./fold.ts";
import type { Confirmed, Waits } from "./fold.ts";
import type { Kept } from "./life.ts";
import type { Instant } from "./time.ts";

export interface Confirmation {
  /** The new fold, as of its last event. */
  readonly head: Head;
  /** Whether a timer of that fold had run at `now`. */
  readonly lapsed: boolean;
  readonly added: readonly Confirmed[];
  readonly denied: readonly Confirmed[];
}

/** What the timers of the stored state have confirmed beyond its fold. */
function confirmedByTimer({ state, head }: Connection): Confirmed[] {
  const { cause, since, outage } = head;
  if (cause === undefined) return [];
  if (state.name === "offline" && outage === undefined) return [{ state: "offline", cause, at: since }];
  if (state.name === "online" && outage !== undefined) return [{ state: "online", cause, at: since }];
  return [];
}

/**
 * Compares `before` with its successor. `newest` is the one event by which they differ, when it lies above all
 * others: then the fold goes on from the stored head; otherwise both are folded from their bases.
 */
export function confirm(
  before: Connection,
  kept: Kept,
  newest: ConnectionEvent | undefined,
  waits: Waits,
  now: Instant,
): Confirmation {
  const fresh: Confirmed[] = [];
  const old = confirmedByTimer(before);
  const collect = (into: Confirmed[]) => (change: Confirmed) => void into.push(change);
  let head = before.head;
  if (newest !== undefined) {
    head = step(head, newest, waits, collect(fresh));
  } else if (kept.recent !== before.recent) {
    head = fold(kept.base, counted(kept.base, kept.recent, kept.tombstone), waits, collect(fresh));
    fold(before.base, counted(before.base, before.recent, before.tombstone), waits, collect(old));
  }
  const lapsed = lapse(head, now, waits, collect(fresh)).outage !== head.outage;
  return { head, lapsed, added: without(fresh, old), denied: without(old, fresh) };
}

function without(these: readonly Confirmed[], those: readonly Confirmed[]): Confirmed[] {
  return these.filter(
    (one) => !those.some((two) => one.cause === two.cause && one.state === two.state && one.at === two.at),
  );
}
