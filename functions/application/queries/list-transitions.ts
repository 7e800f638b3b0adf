/** What became of an identity, newest first: the recorded history, and what the kept events amount to. */
import type { Connection } from "../../domain/connection.ts";
import { recentTransitions } from "../../domain/history.ts";
import type { Identity } from "../../domain/identity.ts";
import { routeFor } from "../../domain/policy.ts";
import type { Policy } from "../../domain/policy.ts";
import type { Instant } from "../../domain/time.ts";
import { transitionKey } from "../../domain/transition.ts";
import type { Transition } from "../../domain/transition.ts";
import type { Clock, HistoryCursor, Store } from "../ports.ts";

export interface TransitionView {
  readonly transition: Transition;
  /** Which life of the identity it belongs to, from 1: every deletion ends one. */
  readonly life: number;
}

export interface TransitionCursor {
  /** The key of the last transition that was given out. */
  readonly after: string;
  /** Where the history was read from. */
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

/** At most `top`, newest first, without repetition. `connection`: what is kept of the identity, if anything is. */
export async function listTransitions(
  { store, policy, clock }: Deps,
  identity: Identity,
  connection: Connection | undefined,
  cursor: TransitionCursor | undefined,
  top: number,
): Promise<TransitionList> {
  const recorded = await store.transitions.history(identity, cursor?.history, top);
  const derived = connection === undefined ? [] : derive(connection, policy, clock.now());
  const lastRecorded = recorded.transitions.at(-1);
  // What is older than the last record of a page waits for the next page, which may hold what lies between.
  const end = recorded.next && lastRecorded ? transitionKey(lastRecorded) : "";
  const fresh = merge(recorded.transitions, derived).filter(
    ([key]) => key >= end && (cursor === undefined || key < cursor.after),
  );
  const shown = fresh.slice(0, top);
  const next = nextCursor(
    fresh.length > top,
    shown.at(-1)?.[0] ?? cursor?.after,
    cursor?.history,
    recorded.next,
  );
  const ends = await endsOfLives(store, identity, connection);
  const transitions = shown.map(([, transition]) => ({ transition, life: lifeOf(transition, ends) }));
  return next === undefined ? { transitions } : { transitions, next };
}

/** On from the same place in the history while this page is not used up, else from the next. */
function nextCursor(
  hasRest: boolean,
  after: string | undefined,
  current: HistoryCursor | undefined,
  following: HistoryCursor | undefined,
): TransitionCursor | undefined {
  const history = hasRest ? current : following;
  if (after === undefined || (!hasRest && following === undefined)) return undefined;
  return history === undefined ? { after } : { after, history };
}

function derive(connection: Connection, policy: Policy, now: Instant): Transition[] {
  const { graceMs, recoveryMs } = routeFor(connection.identity, policy);
  return recentTransitions(connection, { graceMs, recoveryMs, judged: connection.judged }, now);
}

/**
 * By key, newest first. A record says more than what is derived: it knows when it was noticed, and retracted; and
 * what is confirmed says more than a repeated event that came when its first delivery had left the window.
 */
function merge(
  recorded: readonly Transition[],
  derived: readonly Transition[],
): (readonly [string, Transition])[] {
  const byKey = new Map<string, Transition>();
  for (const transition of [...derived, ...recorded]) byKey.set(transitionKey(transition), transition);
  const confirmed = new Set(
    [...byKey.values()].flatMap(({ state, cause, retractedAt }) =>
      state === "offline" && retractedAt === undefined ? [cause] : [],
    ),
  );
  return [...byKey]
    .filter(([, { state, cause }]) => state !== "suspect" || !confirmed.has(cause))
    .toSorted(([left], [right]) => (left < right ? 1 : -1));
}

/** What is stamped at or before a deletion belongs to the life that it ended. */
function lifeOf({ at }: Transition, ends: readonly Instant[]): number {
  return 1 + ends.filter((end) => end < at).length;
}

/** The last tombstone may not be recorded yet. */
async function endsOfLives(
  store: Store,
  identity: Identity,
  connection: Connection | undefined,
): Promise<Instant[]> {
  const recorded = await store.transitions.tombstones(identity);
  const last = connection?.tombstone?.at;
  return [...new Set(last === undefined ? recorded : [...recorded, last])];
}
