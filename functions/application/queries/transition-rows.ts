/**
 * The rows of an identity's history out of all that knows of it: the kept events, what is owed to the history, and
 * the history itself. A transition is in at least one of them at any moment, often in two.
 */
import type { Connection } from "../../domain/connection.ts";
import { recentTransitions } from "../../domain/history.ts";
import { waitsFor } from "../../domain/policy.ts";
import type { Policy } from "../../domain/policy.ts";
import type { Instant } from "../../domain/time.ts";
import { transitionKey } from "../../domain/transition.ts";
import type { Transition } from "../../domain/transition.ts";

/** Newest first. Rows of one event, one of them retracted, stand together. */
export interface Row {
  readonly key: string;
  readonly transition: Transition;
}

/** What the connection itself knows at `now`, whether or not the history knows it too. */
export interface Kept {
  /** Derived from the kept events, and unconfirmed ones on their way to the history. */
  readonly plain: readonly Transition[];
  /** Records on their way to the history. */
  readonly records: readonly Transition[];
}

export function keptBy(connection: Connection | undefined, policy: Policy, now: Instant): Kept {
  if (connection === undefined) return { plain: [], records: [] };
  const waits = waitsFor(connection.identity, policy);
  const derived = recentTransitions(connection, { ...waits, judged: connection.judged }, now);
  const { archive = [], records = [] } = connection.owed ?? {};
  return { plain: [...derived, ...archive], records };
}

/**
 * Each row once. The history says more than what is derived: it knows when a transition was noticed, and retracted;
 * and what is confirmed says more than the same event unconfirmed.
 */
export function rowsOf({ plain, records }: Kept, history: readonly Transition[]): Row[] {
  const byKey = new Map<string, Transition>();
  for (const transition of [...plain, ...history]) byKey.set(transitionKey(transition), transition);
  for (const record of records) {
    const key = transitionKey(record);
    const known = byKey.get(key);
    if (known === undefined || statedAt(record) >= statedAt(known)) byKey.set(key, record);
  }
  const confirmed = new Set([...byKey].filter(([, one]) => isConfirmed(one)).map(([key]) => placeOf(key)));
  return [...byKey]
    .filter(([key, { state }]) => !(isOpen(state) && confirmed.has(placeOf(key))))
    .map(([key, transition]) => ({ key, transition }))
    .toSorted((left, right) => (follows(left.key, right.key) ? 1 : -1));
}

function isConfirmed({ state, retractedAt }: Transition): boolean {
  return !isOpen(state) && retractedAt === undefined;
}

function isOpen(state: Transition["state"]): boolean {
  return state === "suspect" || state === "recovering";
}

function statedAt({ noticedAt, retractedAt }: Transition): Instant {
  return retractedAt ?? noticedAt;
}

/** A key without its state: what a transition keeps when a timer confirms it. */
export function placeOf(key: string): string {
  return key.slice(0, key.lastIndexOf("."));
}

/**
 * Whether one row comes after another. Within a place what is confirmed stands before what is not (`offline` before
 * `suspect`, `online` before `recovering`), so that a row which is confirmed between two pages is behind whoever has
 * seen it.
 */
export function follows(key: string, other: string): boolean {
  const [place, others] = [placeOf(key), placeOf(other)];
  return place === others ? key > other : place < others;
}
