/** One small question for each kind of work: is there any, and since when? Most minutes that is all a sweep does. */
import type { Instant } from "../../domain/time.ts";
import type { Deps } from "../deps.ts";
import { ageS } from "../measure-queues.ts";
import type { Measuring } from "../measure-queues.ts";
import { QUEUE_NAMES } from "../ports.ts";
import type { QueueName } from "../ports.ts";
import type { Chore, Kind } from "./chores.ts";

export interface FoundWork {
  readonly chores: readonly Chore[];
  /** First the one on which the others depend: what an event says may make an overdue deadline pointless. */
  readonly poisoned: readonly QueueName[];
  /** For how long the oldest of each kind waits, 0 where there is none; null where that question had no answer. */
  readonly waitingS: Readonly<Partial<Record<Kind, number | null>>>;
  /** How many of the questions had no answer. */
  readonly failed: number;
  /** Set where the store answered none of its questions: what it threw. */
  readonly refused?: { readonly reason: unknown };
}

export async function findWork(
  deps: Deps,
  chores: readonly Chore[],
  { poison, now }: { readonly poison: Measuring["poison"]; readonly now: Instant },
): Promise<FoundWork> {
  const [counts, ...answers] = await Promise.all([poison, ...chores.map((chore) => ask(deps, chore))]);
  const refusals = answers.filter((answer) => "reason" in answer);
  const isPoisonUnknown = [...counts.values()].includes(null);
  return {
    chores: answers.flatMap((answer) =>
      "oldest" in answer && answer.oldest !== undefined ? [answer.chore] : [],
    ),
    poisoned: QUEUE_NAMES.filter((queue) => (counts.get(queue) ?? 0) > 0),
    waitingS: Object.fromEntries(
      answers.map((answer) => [answer.chore.kind, "oldest" in answer ? ageS(answer.oldest, now) : null]),
    ),
    failed: refusals.length + (isPoisonUnknown ? 1 : 0),
    ...(refusals.length === answers.length && refusals[0] !== undefined ? { refused: refusals[0] } : {}),
  };
}

type Answer =
  | { readonly chore: Chore; readonly oldest: Instant | undefined }
  | { readonly chore: Chore; readonly reason: unknown };

async function ask(deps: Deps, chore: Chore): Promise<Answer> {
  try {
    const [item] = await chore.list(1);
    return { chore, oldest: item?.at };
  } catch (error) {
    deps.log.warn("sweep", { kind: "search", reason: "failed", error: String(error) });
    return { chore, reason: error };
  }
}
