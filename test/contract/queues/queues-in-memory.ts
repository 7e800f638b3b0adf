/** Queues as the stories and the unit tests have them; the contract suites say that the real ones do the same. */
import {
  parseDeadlineMessage,
  parseNotificationMessage,
} from "../../../functions/adapters/storage-queue/messages.ts";
import type {
  PoisonMessage,
  PoisonQueueName,
  QueueName,
  Queues,
} from "../../../functions/application/ports.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";

const HIDDEN_MS = 2 * MINUTE_MS;
const MOST_AT_ONCE = 32;

type Name = QueueName | PoisonQueueName;

export interface MemoryQueues {
  readonly port: Queues;
  /** As Event Grid does, and whoever else sends what is no message of ours. */
  readonly put: (queue: Name, text: string) => void;
  readonly poison: MemoryPoison;
}

export interface MemoryPoison {
  /** As the host does with a message that failed five times. */
  put(queue: QueueName, text: string): void;
  /** What lies in poison, hidden or not. */
  all(): readonly Pick<PoisonMessage, "queue" | "text">[];
}

interface Kept {
  readonly queue: Name;
  readonly text: string;
  readonly putAt: Instant;
  receipt: string;
  visibleAt: Instant;
}

export function makeMemoryQueues(now: () => Instant): MemoryQueues {
  const kept = new Set<Kept>();
  let receipts = 0;
  const put = (queue: Name, text: string, delayMs = 0): void => {
    kept.add({ queue, text, putAt: now(), receipt: "", visibleAt: now() + delayMs });
  };
  const visible = (queue: Name): Kept[] =>
    [...kept].filter((one) => one.queue === queue && one.visibleAt <= now());
  return {
    put,
    poison: {
      put: (queue, text) => put(`${queue}-poison`, text),
      all: () =>
        (["events", "deadlines", "notifications"] as const).flatMap((queue) =>
          [...kept].filter((one) => one.queue === `${queue}-poison`).map(({ text }) => ({ queue, text })),
        ),
    },
    port: {
      sendDeadline: async (message, delayMs) => put("deadlines", JSON.stringify(message), delayMs),
      sendNotification: async (message, delayMs) => put("notifications", JSON.stringify(message), delayMs),
      send: async (queue, text) => put(queue, text),
      count: async (name) => [...kept].filter(({ queue }) => queue === name).length,
      dueSince: async (name) => oldest(visible(name).map(dueInstant)),
      takePoison: async (queue, limit) =>
        visible(`${queue}-poison`)
          .slice(0, limit)
          .map((message) => {
            message.visibleAt = now() + HIDDEN_MS;
            message.receipt = `r${(receipts += 1)}`;
            return { queue, text: message.text, receipt: message.receipt };
          }),
      removePoison: async ({ receipt }) => {
        for (const one of kept) if (one.receipt === receipt) kept.delete(one);
      },
    },
  };
}

/** Of those that a queue shows at once. */
export function oldest(dueInstants: readonly Instant[]): Instant | undefined {
  return dueInstants.length === 0 ? undefined : Math.min(...dueInstants.slice(0, MOST_AT_ONCE));
}

function dueInstant({ queue, text, putAt }: Kept): Instant {
  if (queue === "deadlines") return parseDeadlineMessage(text)?.dueAt ?? putAt;
  return (queue === "notifications" ? parseNotificationMessage(text)?.at : undefined) ?? putAt;
}
