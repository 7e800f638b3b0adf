/** The poison queues as the stories and the unit tests have them; the contract suite says that the real ones do the same. */
import type { PoisonMessage, QueueName, Queues } from "../../../functions/application/ports.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";

const HIDDEN_MS = 2 * MINUTE_MS;

export interface MemoryPoison {
  /** The part of the port that has to do with poison. */
  readonly port: Pick<Queues, "poisoned" | "takePoison" | "removePoison">;
  /** As the host does with a message that failed five times. */
  put(queue: QueueName, text: string): void;
  /** What lies in poison, hidden or not. */
  all(): readonly Pick<PoisonMessage, "queue" | "text">[];
}

interface Kept {
  readonly queue: QueueName;
  readonly text: string;
  receipt: string;
  visibleAt: Instant;
}

export function makeMemoryPoison(now: () => Instant): MemoryPoison {
  const kept = new Set<Kept>();
  let receipts = 0;
  const take = (message: Kept): PoisonMessage => {
    message.visibleAt = now() + HIDDEN_MS;
    message.receipt = `r${(receipts += 1)}`;
    const { queue, text, receipt } = message;
    return { queue, text, receipt };
  };
  return {
    put: (queue, text) => void kept.add({ queue, text, receipt: "", visibleAt: now() }),
    all: () => [...kept].map(({ queue, text }) => ({ queue, text })),
    port: {
      poisoned: async () => {
        const counts = { "events-poison": 0, "deadlines-poison": 0, "notifications-poison": 0 };
        for (const { queue } of kept) counts[`${queue}-poison`] += 1;
        return counts;
      },
      takePoison: async (queue, limit) =>
        [...kept]
          .filter((one) => one.queue === queue && one.visibleAt <= now())
          .slice(0, limit)
          .map(take),
      removePoison: async ({ receipt }) => {
        for (const one of kept) if (one.receipt === receipt) kept.delete(one);
      },
    },
  };
}
