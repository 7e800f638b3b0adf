/** One small question for each kind of work: is there any? Most minutes that is all a sweep does. */
import type { Deps } from "../deps.ts";
import type { QueueName } from "../ports.ts";
import type { Chore } from "./chores.ts";

/** First the one on which the others depend: what an event says may make an overdue deadline pointless. */
const QUEUES = ["events", "deadlines", "notifications"] as const satisfies readonly QueueName[];

export interface FoundWork {
  readonly chores: readonly Chore[];
  readonly poisoned: readonly QueueName[];
  /** How many of the questions had no answer. */
  readonly failed: number;
}

/** @throws what the store throws when it answers none of the questions. */
export async function findWork(deps: Deps, chores: readonly Chore[]): Promise<FoundWork> {
  const [poisoned, ...outcomes] = await Promise.allSettled([
    deps.queues.poisoned(),
    ...chores.map((chore) => chore.list(1)),
  ]);
  const failures = [poisoned, ...outcomes].filter((outcome) => outcome.status === "rejected");
  for (const { reason } of failures) {
    deps.log.warn("sweep", { kind: "search", reason: "failed", error: String(reason) });
  }
  const refused = outcomes.find((outcome) => outcome.status === "rejected");
  if (refused !== undefined && outcomes.every(({ status }) => status === "rejected")) throw refused.reason;
  return {
    chores: chores.filter((_, index) => {
      const outcome = outcomes[index];
      return outcome?.status === "fulfilled" && outcome.value.length > 0;
    }),
    poisoned: QUEUES.filter(
      (queue) => poisoned.status === "fulfilled" && (poisoned.value[`${queue}-poison`] ?? 0) > 0,
    ),
    failed: failures.length,
  };
}
