/** What a change of the facts writes into the history: confirmed transitions, retractions, and what leaves the window. */
import type { Connection, RecentEvent } from "./connection.ts";
import type { Confirmation } from "./confirm.ts";
import { countsAll } from "./fold.ts";
import type { Confirmed, Waits } from "./fold.ts";
import { derive } from "./history.ts";
import type { Derived } from "./history.ts";
import type { Kept } from "./life.ts";
import type { Instant } from "./time.ts";
import type { RegistryFacts } from "./registry.ts";
import type { Transition } from "./transition.ts";

/** What evidence changes; everything else follows from it. */
export interface Facts extends Kept {
  readonly registeredAt?: Instant | undefined;
  readonly lastSeenAt?: Instant | undefined;
  readonly registry?: RegistryFacts | undefined;
}

const NOTHING: readonly Transition[] = [];

/** Confirmed ones, retractions of those that the present life denies, and the tombstone's own record. */
export function recordsOf(
  before: Connection,
  facts: Facts,
  confirmation: Confirmation,
  now: Instant,
): readonly Transition[] {
  const { added, denied: retracted } = confirmation;
  // As with most events.
  if (added.length + retracted.length === 0 && facts.tombstone?.at === before.tombstone?.at) return NOTHING;
  const { identity } = before;
  const record = ({ state, cause, at }: Confirmed): Transition => {
    return { identity, state, cause, at, noticedAt: now, source: "event" };
  };
  const buriedUntil = facts.tombstone?.at ?? -Infinity;
  const denied = retracted.filter((change) => change.at > buriedUntil);
  const records = [
    ...added.map(record),
    ...denied.map((change) => ({ ...record(change), retractedAt: now })),
  ];
  const [old, present] = [before.tombstone, facts.tombstone];
  if (present === undefined || present.at === old?.at) return records;
  const buried: Transition = { identity, state: "deleted", at: present.at, noticedAt: now, source: "event" };
  records.push(buried);
  if (old?.inferred !== undefined && present.at < old.at) {
    records.push({ ...buried, at: old.at, retractedAt: now });
  }
  return records;
}

/** Unconfirmed transitions of events that leave: folded into the base, or of a life that is over. */
export function archiveOf(
  before: Connection,
  facts: Facts,
  left: readonly RecentEvent[],
  waits: Waits,
  now: Instant,
): readonly Transition[] {
  const isSameLife = facts.tombstone?.at === before.tombstone?.at;
  // As with most events.
  if (isSameLife && left.length === 0) return NOTHING;
  const buriedUntil = facts.tombstone?.at ?? -Infinity;
  const buried = isSameLife ? [] : derive(before, waits, now);
  return [
    ...leavingOf(before, facts, left, waits, now),
    ...buried.filter(({ transition }) => transition.at <= buriedUntil),
  ].flatMap(({ transition, confirmed }) => (confirmed ? [] : [transition]));
}

function leavingOf(
  { identity }: Connection,
  facts: Facts,
  left: readonly RecentEvent[],
  waits: Waits,
  now: Instant,
): Derived[] {
  if (left.length === 0) return [];
  // Whether the last of them was confirmed shows with the event after it; nothing later says anything of them.
  const recent = countsAll(facts) ? facts.recent.slice(0, left.length + 1) : facts.recent;
  return derive({ ...facts, recent, identity }, waits, now).slice(0, left.length);
}
