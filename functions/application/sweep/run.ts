/** One sweep that has found work and has the lease: the kinds of work take turns, a page each. */
import { MINUTE_MS, SECOND_MS } from "../../domain/time.ts";
import type { Instant } from "../../domain/time.ts";
import type { Deps } from "../deps.ts";
import { TransientError } from "../ports.ts";
import type { QueueName } from "../ports.ts";
import { returnPoison } from "../return-poison.ts";
import type { HeldLease, Places } from "./lease.ts";
import { takePage } from "./take-page.ts";
import type { Progress } from "./take-page.ts";

/** Nothing begins after that: the platform ends a run after five minutes. */
const LONGEST_MS = 4 * MINUTE_MS;
/** What was begun has to end within the lease. */
const SLOWEST_ITEM_MS = 30 * SECOND_MS;
/** So many messages come back from poison. */
const RETURNED_A_MINUTE = 200;

export interface Run {
  readonly startedAt: Instant;
  readonly progress: readonly Progress[];
  readonly poison: PoisonProgress;
}

export interface PoisonProgress {
  taken: number;
  failed: number;
  /** Those in which there may be more. */
  queues: readonly QueueName[];
}

/** Why a sweep ended before all was done: it took long enough, or somebody else sweeps. */
export type Stopped = "late" | "leased";

/** @throws TransientError when the store does not answer. */
export async function takeTurns(deps: Deps, run: Run, lease: HeldLease): Promise<Stopped | undefined> {
  const { clock } = deps;
  const endsAt = run.startedAt + LONGEST_MS;
  const mayBegin = (): boolean => clock.now() < Math.min(endsAt, lease.until() - SLOWEST_ITEM_MS);
  for (let isFirst = true; ;) {
    const turns = turnsOf(deps, run, mayBegin);
    if (turns.length === 0) return undefined;
    for (const take of turns) {
      if (clock.now() >= endsAt) return "late";
      if (!isFirst && !(await lease.renew(placesOf(run)))) return "leased";
      isFirst = false;
      await take();
    }
  }
}

/** Where the next sweep goes on. */
export function placesOf({ progress }: Run): Places {
  return Object.fromEntries(
    progress.flatMap(({ chore, from }) => (from === undefined ? [] : [[chore.kind, from]])),
  );
}

/** Poison first, and then what may depend on it. */
function turnsOf(deps: Deps, run: Run, mayBegin: () => boolean): (() => Promise<void>)[] {
  const minutes = 1 + Math.floor((deps.clock.now() - run.startedAt) / MINUTE_MS);
  const limit = minutes * RETURNED_A_MINUTE - run.poison.taken;
  const pages = run.progress
    .filter(({ isOver }) => !isOver)
    .map((progress) => () => takePage(deps, progress, mayBegin));
  if (run.poison.queues.length === 0 || limit <= 0) return pages;
  return [() => takePoison(deps, run, limit, mayBegin), ...pages];
}

async function takePoison(
  deps: Deps,
  { poison }: Run,
  limit: number,
  mayBegin: () => boolean,
): Promise<void> {
  try {
    const { taken, failed, queues } = await returnPoison(deps, poison.queues, limit, mayBegin);
    poison.taken += taken;
    poison.failed += failed;
    poison.queues = queues;
  } catch (error) {
    poison.failed += 1;
    poison.queues = [];
    deps.log.warn("sweep", { kind: "poison", reason: "failed", error: String(error) });
    if (error instanceof TransientError) await deps.store.ping();
  }
}
