/**
 * Lives: a device id can be deleted and made again, its sequence numbers may start anew, and the events that say
 * so come in any order. Everything is placed by event time: what is stamped at or before the tombstone belongs
 * to the former life. Where no `deleted` has come yet, a tombstone is inferred from events that cannot belong
 * to one life, just before the newcomer.
 */
import type { Head, RecentEvent, Tombstone } from "./connection.ts";
import type { Sequence } from "./sequence.ts";
import { MINUTE_MS } from "./time.ts";
import type { Instant } from "./time.ts";
import { NO_EVENTS, counted } from "./fold.ts";

/** How far two hub nodes' clocks may disagree within one life. */
export const SKEW_MS = 2 * MINUTE_MS;

/** What is kept of the events of an identity. */
export interface Kept {
  readonly base: Head;
  readonly recent: readonly RecentEvent[];
  readonly tombstone?: Tombstone | undefined;
}

type Stamp = { readonly sequence: Sequence; readonly at: Instant };

/** Of two events the lower sequence is stamped so much later that the higher one must be of a former life. */
function isNewcomer(event: Stamp, other: Stamp): boolean {
  return event.sequence < other.sequence && event.at > other.at + SKEW_MS;
}

function higher(a: Stamp | undefined, b: Stamp): Stamp {
  return a !== undefined && a.sequence > b.sequence ? a : { sequence: b.sequence, at: b.at };
}

/** What is left of the kept events after a tombstone: those stamped later. */
export function bury(kept: Kept, tombstone: Tombstone): Kept {
  const { base, recent } = kept;
  return {
    base: base.last !== undefined && base.last.at <= tombstone.at ? NO_EVENTS : base,
    recent: recent.filter((event) => event.at > tombstone.at),
    tombstone,
  };
}

/** The highest event kept. */
export function highest(kept: Kept): Stamp | undefined {
  return kept.recent.at(-1) ?? kept.base.last;
}

/**
 * The kept events with the lives parted as the event demands, or `former` when the event itself belongs to a
 * life that is over. The event is not inserted yet.
 */
export function partLives(kept: Kept, event: RecentEvent): { readonly kept: Kept; readonly former: boolean } {
  const opened = kept.tombstone === undefined ? kept : reopen(kept, kept.tombstone, event);
  if (opened === undefined) return { kept: withFormer(kept, event), former: true };

  const { stamps, counts } = evidenceOf(opened, event);
  if (!counts) return { kept: opened, former: false };
  let former: Stamp | undefined;
  for (const other of stamps) if (isNewcomer(event, other)) former = higher(former, other);
  if (former !== undefined) {
    return { kept: bury(opened, { at: event.at - 1, inferred: { former } }), former: false };
  }
  let newcomer: Instant | undefined;
  for (const other of stamps) {
    if (isNewcomer(other, event) && (newcomer === undefined || other.at < newcomer)) newcomer = other.at;
  }
  if (newcomer === undefined) return { kept: opened, former: false };
  // The base hides when its life began: no earlier than the event that is not of it.
  const at = opened.base.last === undefined ? newcomer - 1 : event.at;
  const tombstone = { at, inferred: { former: higher(undefined, event) } };
  return { kept: bury(opened, tombstone), former: true };
}

/**
 * The events that can say where a life ends: not a disconnect that is kept aside, such as the one that a deletion
 * itself causes; and whether the event is one of them.
 */
function evidenceOf(
  { base, recent, tombstone }: Kept,
  event: RecentEvent,
): { readonly stamps: readonly Stamp[]; readonly counts: boolean } {
  // Where the tombstone itself is inferred, whatever came after it may prove that it lies elsewhere.
  const deleted = tombstone?.inferred === undefined ? tombstone : undefined;
  const all = counted(base, [...recent, event], deleted);
  return { stamps: base.last === undefined ? all : [base.last, ...all], counts: all.includes(event) };
}

/** The kept events when the event is of the present life, perhaps as an earlier newcomer; else undefined. */
function reopen(kept: Kept, tombstone: Tombstone, event: Stamp): Kept | undefined {
  if (event.at > tombstone.at) return kept;
  const former = tombstone.inferred?.former;
  if (former === undefined || !isNewcomer(event, former)) return undefined;
  return { ...kept, tombstone: { at: event.at - 1, inferred: { former } } };
}

function withFormer(kept: Kept, event: Stamp): Kept {
  const { tombstone } = kept;
  if (tombstone?.inferred === undefined) return kept;
  const known = tombstone.inferred.former;
  // Of a life before the former one it says nothing.
  if (known !== undefined && isNewcomer(known, event)) return kept;
  const former = higher(known, event);
  if (former.sequence === known?.sequence) return kept;
  return { ...kept, tombstone: { at: tombstone.at, inferred: { former } } };
}
