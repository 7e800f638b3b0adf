/** One sweep that has found work and has the lease: the kinds of work take turns, a page each. */
import { SECOND_MS } from "../../domain/time.ts";
import type { Instant } from "../../domain/time.ts";
import type { Deps } from "../deps.ts";
import { TransientError } from "../ports.ts";
import type { QueueName } from "../ports.ts";
import { returnPoison } from "../return-poison.ts";
import type { HeldLease, Places } from "./lease.ts";
import { takePage } from "./take-page.ts";
import type { Progress } from "./take-page.ts";

/**
 * Nothing begins after that: each minute has its own sweep, and its own line in the log. What was begun ends long
 * before the lease does.
 */
const LONGEST_MS = 55 * SECOND_MS;
/** So many messages come back from poison in one sweep. */
const RETURNED_A_MINUTE = 200;

export interface Run {
  readonly startedAt: Instant;
  /** Empty until it has the lease. */
  progress: readonly Progress[];
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
  for (let isFirst = true; ;) {
    const turns = turnsOf(deps, run);
    if (turns.length === 0) return undefined;
    for (const [index, take] of turns.entries()) {
      const now = clock.now();
      if (now >= endsAt) return "late";
      // What is slow leaves their share of the time to the others.
      const until = now + (endsAt - now) / (turns.length - index);
      if (!isFirst && !(await lease.renew(placesOf(run)))) return "leased";
      isFirst = false;
      await take(() => clock.now() < until);
    }
  }
}

/** Where the next sweep goes on. */
export function placesOf({ progress }: Run): Places {
  return Object.fromEntries(
    progress.flatMap(({ chore, from }) => (from === undefined ? [] : [[chore.kind, from]])),
  );
}

type Turn = (mayBegin: () => boolean) => Promise<void>;

/** Poison first, and then what may depend on it. */
function turnsOf(deps: Deps, run: Run): Turn[] {
  const limit = RETURNED_A_MINUTE - run.poison.taken;
  const pages = run.progress
    .filter(({ isOver }) => !isOver)
    .map(
      (progress): Turn =>
        (mayBegin) =>
          takePage(deps, progress, mayBegin),
    );
  if (run.poison.queues.length === 0 || limit <= 0) return pages;
  return [(mayBegin) => takePoison(deps, run, limit, mayBegin), ...pages];
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
