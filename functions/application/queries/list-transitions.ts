/** What became of an identity, newest first. */
import type { Connection } from "../../domain/connection.ts";
import type { Identity } from "../../domain/identity.ts";
import type { Policy } from "../../domain/policy.ts";
import type { Instant } from "../../domain/time.ts";
import { transitionKey } from "../../domain/transition.ts";
import type { Transition } from "../../domain/transition.ts";
import type { Clock, HistoryCursor, Store } from "../ports.ts";
import { follows, keptBy, placeOf, rowsOf } from "./transition-rows.ts";
import type { Kept, Row } from "./transition-rows.ts";

export interface TransitionView {
  readonly transition: Transition;
  /** Which life of the identity it belongs to, from 1: every deletion ends one. */
  readonly life: number;
}

export interface TransitionCursor {
  /** The key of the last transition that was given out. */
  readonly after: string;
  /** Where to read the history on from; from its beginning where it is absent. */
  readonly history?: HistoryCursor;
}

interface TransitionList {
  readonly transitions: readonly TransitionView[];
  readonly next?: TransitionCursor;
}

interface Deps {
  readonly store: Store;
  readonly policy: Policy;
  readonly clock: Pick<Clock, "now">;
}

/** A page of history is at least as long, so that passing over what was given out before takes few of them. */
const BATCH = 50;

/**
 * At most `top`, newest first, without repetition. `connection`: what is kept of the identity, if anything is, read
 * before the history is: what moves from the one to the other meanwhile is then found in both, not in neither.
 */
export async function listTransitions(
  { store, policy, clock }: Deps,
  identity: Identity,
  connection: Connection | undefined,
  cursor: TransitionCursor | undefined,
  top: number,
): Promise<TransitionList> {
  const kept = keptBy(connection, policy, clock.now());
  const { rows, places } = await readRows(store, identity, kept, cursor, top);
  const ends = await endsOfLives(store, identity, connection);
  const shown = rows.slice(0, top);
  const transitions = shown.map(({ transition }) => ({ transition, life: lifeOf(transition, ends) }));
  const last = shown.at(-1)?.key;
  return rows.length <= top || last === undefined
    ? { transitions }
    : { transitions, next: cursorAt(last, kept, places) };
}

interface Reading {
  /** The rows after the cursor, more than `top` of them if there are as many. */
  readonly rows: readonly Row[];
  /** Where the pages of history began that were read, newest first. */
  readonly places: readonly HistoryCursor[];
}

async function readRows(
  store: Store,
  identity: Identity,
  kept: Kept,
  cursor: TransitionCursor | undefined,
  top: number,
): Promise<Reading> {
  const history: Transition[] = [];
  const places: HistoryCursor[] = [];
  for (let from = cursor?.history; ;) {
    if (from !== undefined) places.push(from);
    const page = await store.transitions.history(identity, from, Math.max(top, BATCH));
    history.push(...page.transitions);
    const end = page.next && page.transitions.at(-1);
    const rows = rowsOf(kept, history).filter(({ key }) => isBetween(key, cursor?.after, end));
    if (page.next === undefined || rows.length > top) return { rows, places };
    from = page.next;
  }
}

/** `end`: where the reading has come to. Further rows of that very event may follow. */
function isBetween(key: string, after: string | undefined, end: Transition | undefined): boolean {
  if (end !== undefined && placeOf(key) <= placeOf(transitionKey(end))) return false;
  return after === undefined || follows(key, after);
}

/**
 * A place in the history holds only for what the history has. While the connection keeps rows that are still to be
 * given out, they may go to the history before the next page is asked for, in a document above any place: that page
 * then begins from the top.
 */
function cursorAt(
  after: string,
  { plain, records }: Kept,
  places: readonly HistoryCursor[],
): TransitionCursor {
  const isKept = [...plain, ...records].some((transition) => follows(transitionKey(transition), after));
  const history = isKept ? undefined : places.findLast((place) => placeOf(place.after) > placeOf(after));
  return history === undefined ? { after } : { after, history };
}

/** What is stamped at or before a deletion belongs to the life that it ended. */
function lifeOf({ at }: Transition, ends: ReadonlySet<Instant>): number {
  return (
    1 +
    ends
      .values()
      .filter((end) => end < at)
      .toArray().length
  );
}

/** The last tombstone may not be recorded yet, and one that was moved not be retracted. */
async function endsOfLives(
  store: Store,
  identity: Identity,
  connection: Connection | undefined,
): Promise<ReadonlySet<Instant>> {
  const ends = new Set(await store.transitions.tombstones(identity));
  for (const { state, at, retractedAt } of connection?.owed?.records ?? []) {
    if (state === "deleted" && retractedAt !== undefined) ends.delete(at);
  }
  return connection?.tombstone === undefined ? ends : ends.add(connection.tombstone.at);
}
