/**
 * Each minute: whatever is overdue, owed, unsent or poisoned, though no message came for it. Where there is
 * nothing it asks once for each kind, and writes nothing. Where there is much, the kinds of work take turns, and
 * what is left waits for the next minute.
 */
import type { Deps } from "./deps.ts";
import { choresOf } from "./sweep/chores.ts";
import type { Kind } from "./sweep/chores.ts";
import { findWork } from "./sweep/find-work.ts";
import { takeLease } from "./sweep/lease.ts";
import { placesOf, takeTurns } from "./sweep/run.ts";
import type { Run, Stopped } from "./sweep/run.ts";
import { beginAt } from "./sweep/take-page.ts";

/** How much of each kind was taken up, and how often something failed. */
export interface Swept extends Readonly<Record<Kind | "poison" | "failed", number>> {
  /** Only where it ended before all was done. */
  readonly stopped?: Stopped;
}

/** @throws TransientError when the store does not answer. */
export async function sweep(deps: Deps): Promise<Swept> {
  const startedAt = deps.clock.now();
  const { chores, poisoned, failed } = await findWork(deps, choresOf(deps, startedAt));
  if (chores.length === 0 && poisoned.length === 0) return { ...NOTHING, failed };
  const lease = await takeLease(deps);
  if (lease === undefined) return { ...NOTHING, failed, stopped: "leased" };
  const run: Run = {
    startedAt,
    progress: chores.map((chore) => beginAt(chore, lease.places[chore.kind])),
    poison: { taken: 0, failed: 0, queues: poisoned },
  };
  try {
    const stopped = await takeTurns(deps, run, lease);
    const sum = sumOf(run, failed);
    return stopped === undefined ? sum : { ...sum, stopped };
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
