/**
 * How far each queue is behind, as the sweep's line says it. Everything is asked for at once, and nothing of it fails:
 * what has no answer is unknown, `null` in the line.
 */
import { SECOND_MS } from "../domain/time.ts";
import type { Instant } from "../domain/time.ts";
import { QUEUE_NAMES } from "./ports.ts";
import type { PoisonQueueName, QueueName, Queues } from "./ports.ts";

export interface QueueMeasure {
  /** How long the oldest message has been due, of those that anybody may take; 0 where there is none. */
  readonly dueS: number | null;
  /** Only where no message is delayed: one that is not due yet waits for nobody. */
  readonly length?: number | null;
}

export interface Measured {
  readonly queues: Readonly<Record<string, QueueMeasure>>;
  /** The queues that did not answer all that they were asked, and why. */
  readonly silent: ReadonlyMap<string, unknown>;
}

/** Neither promise is ever rejected. */
export interface Measuring {
  /** How many messages each queue gave up on. */
  readonly poison: Promise<ReadonlyMap<QueueName, number | null>>;
  readonly all: Promise<Measured>;
}

/** Ages are those at `now`. */
export function measureQueues(queues: Pick<Queues, "count" | "dueSince">, now: Instant): Measuring {
  const silent = new Map<string, unknown>();
  const ask = async <T>(queue: string, question: () => Promise<T>): Promise<T | null> => {
    try {
      return await question();
    } catch (error) {
      silent.set(queue, error);
      return null;
    }
  };
  const measure = async (queue: QueueName | PoisonQueueName, length?: Promise<number | null>) => {
    const since = await ask(queue, () => queues.dueSince(queue));
    const dueS = since === null ? null : ageS(since, now);
    return [queue, length === undefined ? { dueS } : { dueS, length: await length }] as const;
  };
  const poison = Promise.all(
    QUEUE_NAMES.map(async (queue) => {
      const name = `${queue}-poison` as const;
      return [queue, await ask(name, () => queues.count(name))] as const;
    }),
  ).then((counts) => new Map(counts));
  const all = Promise.all([
    measure(
      "events",
      ask("events", () => queues.count("events")),
    ),
    measure("deadlines"),
    measure("notifications"),
    ...QUEUE_NAMES.map((queue) =>
      measure(
        `${queue}-poison`,
        poison.then((counts) => counts.get(queue) ?? null),
      ),
    ),
  ]).then((measures) => ({ queues: Object.fromEntries(measures), silent }));
  return { poison, all };
}

/** Whole seconds since then; 0 for what is not, or lies ahead by another machine's clock. */
export function ageS(since: Instant | undefined, now: Instant): number {
  return since === undefined ? 0 : Math.max(0, Math.floor((now - since) / SECOND_MS));
}
