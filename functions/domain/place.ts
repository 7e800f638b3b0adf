/** Where a connection event goes among those that are kept, and when the oldest of them go to the base. */
import type { Head, RecentEvent } from "./connection.ts";
import { counted, countsAll, fold } from "./fold.ts";
import type { Waits } from "./fold.ts";
import { SKEW_MS, partLives } from "./life.ts";
import type { Kept } from "./life.ts";
import { DAY_MS } from "./time.ts";
import type { Instant } from "./time.ts";

export type Placement =
  /** Nothing to insert. `kept` may still differ: an event of a former life can part the lives. */
  | { readonly name: "duplicate" | "conflict" | "beyondWindow" | "formerLife"; readonly kept: Kept }
  /** `newest`: above everything kept, of the same life, so that the fold can go on from the head. */
  | { readonly name: "newest" | "inserted" | "replaced"; readonly kept: Kept };

/** Event Grid delivers nothing later than this. */
const WINDOW_MS = DAY_MS;
const FULL = 48;
const SURPLUS = 16;

/** Places an event by its sequence: a duplicate is found, a conflict decided, a life parted. */
export function place(kept: Kept, event: RecentEvent): Placement {
  const twin = kept.recent.find((other) => other.sequence === event.sequence);
  if (twin !== undefined && prefer(twin, event) === twin) {
    return { name: isSame(twin, event) ? "duplicate" : "conflict", kept };
  }
  const others = twin === undefined ? kept : { ...kept, recent: kept.recent.filter((one) => one !== twin) };
  const parted = partLives(others, event);
  if (parted.former) return { name: "formerLife", kept: parted.kept };

  const { base, recent } = parted.kept;
  if (base.last !== undefined && event.sequence <= base.last.sequence) {
    return { name: event.sequence === base.last.sequence ? "duplicate" : "beyondWindow", kept };
  }
  const index = recent.findLastIndex((other) => other.sequence < event.sequence) + 1;
  const inserted = { ...parted.kept, recent: recent.toSpliced(index, 0, event) };
  if (twin !== undefined) return { name: "replaced", kept: inserted };
  const newest = index === recent.length && parted.kept === kept && countsAll(kept);
  return { name: newest ? "newest" : "inserted", kept: inserted };
}

/**
 * What `place` answers in the common case, without a look at each event that is kept: above them all, in a life that
 * nothing has parted, and not so early that one of them would be of another life. Undefined in any other case.
 */
export function placeNewest(kept: Kept & { readonly head: Head }, event: RecentEvent): Placement | undefined {
  const { base, recent, tombstone, head } = kept;
  if (tombstone !== undefined) return undefined;
  const last = recent.at(-1) ?? base.last;
  const isNewest = last === undefined || (event.sequence > last.sequence && event.at + SKEW_MS >= head.clock);
  return isNewest ? { name: "newest", kept: { base, recent: [...recent, event] } } : undefined;
}

function isSame(a: RecentEvent, b: RecentEvent): boolean {
  return a.eventId === b.eventId && a.kind === b.kind;
}

/**
 * Of two events with one sequence number: the later event time, then the disconnect, then the greater event id.
 * The same event again stays as it was first kept, even where its time was set by its arrival.
 */
function prefer(kept: RecentEvent, event: RecentEvent): RecentEvent {
  if (isSame(kept, event)) return kept;
  if (kept.at !== event.at) return kept.at > event.at ? kept : event;
  if (kept.kind !== event.kind) return kept.kind === "disconnected" ? kept : event;
  return kept.eventId >= event.eventId ? kept : event;
}

/**
 * How many of the oldest events leave: sixteen of a full window, and those that nothing can precede any more, once they
 * are sixteen. They go together, since what becomes of them is a document of its own.
 */
function leaving(recent: readonly RecentEvent[], now: Instant): number {
  const old = recent.findIndex((event) => Math.max(event.at, event.noticedAt) > now - WINDOW_MS);
  // The newest stays: it is what a repeated delivery is recognised by.
  const past = old === -1 ? recent.length - 1 : old;
  if (past >= SURPLUS) return past;
  return recent.length >= FULL ? SURPLUS : 0;
}

/** The kept events with the oldest folded into the base, and those that left. */
export function trim(
  kept: Kept,
  waits: Waits,
  now: Instant,
): { readonly kept: Kept; readonly left: readonly RecentEvent[] } {
  const count = leaving(kept.recent, now);
  if (count <= 0) return { kept, left: [] };
  if (countsAll(kept)) {
    const left = kept.recent.slice(0, count);
    return { kept: { ...kept, base: fold(kept.base, left, waits), recent: kept.recent.slice(count) }, left };
  }
  const leaves = new Set(kept.recent.slice(0, count));
  const counting = counted(kept.base, kept.recent, kept.tombstone);
  const left = counting.filter((event) => leaves.has(event));
  const base = fold(kept.base, left, waits);
  const stay = kept.recent.slice(count);
  // What was kept aside until now is given up: nothing that would bring it in can come any more.
  const recent = base.link === "none" ? stay : stay.filter((event) => counting.includes(event));
  return { kept: { ...kept, base, recent }, left };
}
