/**
 * Each minute: whatever is overdue, owed, unsent or poisoned, though no message came for it, and one line in the log
 * of what was done, what waits, and how far each queue is behind. Where there is nothing it asks once for each kind,
 * and writes nothing. Where there is much, the kinds of work take turns, and what is left waits for the next minute.
 */
import type { Deps } from "./deps.ts";
import { measureQueues } from "./measure-queues.ts";
import { choresOf } from "./sweep/chores.ts";
import type { Kind } from "./sweep/chores.ts";
import { findWork } from "./sweep/find-work.ts";
import type { FoundWork } from "./sweep/find-work.ts";
import { takeLease } from "./sweep/lease.ts";
import { placesOf, takeTurns } from "./sweep/run.ts";
import type { Run, Stopped } from "./sweep/run.ts";
import { beginAt } from "./sweep/take-page.ts";

/** How much of each kind was taken up, and how often something failed. */
export interface Swept extends Readonly<Record<Kind | "poison" | "failed", number>> {
  /** Only where it ended before all was done. */
  readonly stopped?: Stopped;
}

/** @throws TransientError when the store does not answer; the line is written all the same. */
export async function sweep(deps: Deps): Promise<Swept> {
  const now = deps.clock.now();
  const measuring = measureQueues(deps.queues, now);
  const found = await findWork(deps, choresOf(deps, now), { poison: measuring.poison, now });
  const run: Run = { startedAt: now, progress: [], poison: { taken: 0, failed: 0, queues: found.poisoned } };
  const [end] = await Promise.allSettled([takeUp(deps, found, run)]);
  const sum = sumOf(run, found.failed);
  const stopped = end.status === "fulfilled" ? end.value : undefined;
  const swept = stopped === undefined ? sum : { ...sum, stopped };
  // Alerts go by this line, and by its absence: it says how a sweep ended, and comes however it did.
  const { queues, silent } = await measuring.all;
  for (const [queue, error] of silent) {
    deps.log.warn("sweep", { kind: "measure", queue, reason: "failed", error: String(error) });
  }
  const failed = end.status === "rejected" ? Math.max(sum.failed, 1) : sum.failed;
  deps.log.info("swept", { ...swept, failed, queues, waitingS: found.waitingS });
  if (end.status === "rejected") throw end.reason;
  return swept;
}

/** Why it ended before all was done, if it did. What was done stands in `run`, also where this throws. */
async function takeUp(deps: Deps, found: FoundWork, run: Run): Promise<Stopped | undefined> {
  const { chores, poisoned, refused } = found;
  if (refused !== undefined) throw refused.reason;
  if (chores.length === 0 && poisoned.length === 0) return undefined;
  const lease = await takeLease(deps);
  if (lease === undefined) return "leased";
  run.progress = chores.map((chore) => beginAt(chore, lease.places[chore.kind]));
  try {
    return await takeTurns(deps, run, lease);
  } finally {
    // It ends by itself where it cannot be given back.
    await lease.release(placesOf(run)).catch((error: unknown) => {
      deps.log.warn("sweep", { kind: "lease", reason: "notReleased", error: String(error) });
    });
  }
}

const NOTHING: Swept = { overdue: 0, owing: 0, incidents: 0, deliveries: 0, poison: 0, failed: 0 };

function sumOf({ progress, poison }: Run, searches: number): Swept {
  const taken = progress.map(({ chore, seen }) => [chore.kind, seen.size] as const);
  const failed = [poison, ...progress].reduce((sum, one) => sum + one.failed, searches);
  return { ...NOTHING, ...Object.fromEntries(taken), poison: poison.taken, failed };
}
