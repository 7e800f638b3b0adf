/**
 * Waits, by looking, until nothing is left to be done: no queue holds a message (poison comes back), no document says that something is due. In
 * between all clocks are put forward while no app runs, so that claims end and retries are due without a wait.
 */
import { writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

import { QueueServiceClient } from "@azure/storage-queue";

import type { ChaosStore } from "../stores/store.ts";
import type { App } from "./app.ts";

export interface DrainOptions {
  readonly app: App;
  readonly store: ChaosStore;
  /** A connection string. */
  readonly queues: string;
  /** The file by which clocks are put forward. */
  readonly clock: string;
}

/** A claim lasts a minute, a debt is taken up after one, and few retries wait for longer. */
const STEP_MS = 91_000;
/** Together longer than any wait that a few failures in a row can have led to. */
const ROUNDS = 40;
/** How long an app may find something to do before the clocks go on. */
const ROUND_MS = 12_000;
const LOOK_MS = 200;
/** Without any change for so long, only time can help. */
const STILL_LOOKS = 8;
/** Until every process has looked at the clock. */
const CLOCK_MS = 300;

export interface Drained {
  /** What is left though it was waited for; empty when all is done. */
  readonly left: readonly string[];
  /** By how much the clocks are ahead. */
  readonly aheadMs: number;
}

/** `app` is stopped before, and runs afterwards. */
export async function drain({ app, store, queues, clock }: DrainOptions): Promise<Drained> {
  let left: readonly string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const aheadMs = round * STEP_MS;
    await writeFile(clock, String(aheadMs));
    await pause(CLOCK_MS);
    await app.start();
    await sweep(app);
    left = await untilStill(() => whatIsLeft(store, queues));
    if (left.length === 0) return { left, aheadMs };
    await app.stop();
  }
  await app.start();
  return { left, aheadMs: ROUNDS * STEP_MS };
}

/** Until the queues are empty while everything still fails now and then, or for `mostMs`. */
export async function settle(queues: string, mostMs: number): Promise<void> {
  for (const until = Date.now() + mostMs; Date.now() < until; await pause(LOOK_MS)) {
    if ([...(await countMessages(queues)).values()].every((count) => count === 0)) return;
  }
}

async function sweep(app: App): Promise<void> {
  await fetch(`${app.url() ?? ""}/admin/functions/sweep`, { method: "POST", body: "{}" });
}

async function untilStill(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  let last: readonly string[] = [];
  let same = 0;
  for (let waitedMs = 0; waitedMs < ROUND_MS && same < STILL_LOOKS; waitedMs += LOOK_MS) {
    const seen = await look();
    if (seen.length === 0) return seen;
    same = seen.join() === last.join() ? same + 1 : 0;
    last = seen;
    await pause(LOOK_MS);
  }
  return last;
}

async function whatIsLeft(store: ChaosStore, queues: string): Promise<string[]> {
  const messages = [...(await countMessages(queues))];
  return [
    ...messages.flatMap(([name, count]) => (count === 0 ? [] : [`${count} messages in the queue ${name}`])),
    ...(await store.unfinished()),
  ];
}

/** Those in work and those that wait included, by the queue's name. */
export async function countMessages(connectionString: string): Promise<Map<string, number>> {
  const service = QueueServiceClient.fromConnectionString(connectionString);
  const counts = new Map<string, number>();
  for await (const { name } of service.listQueues()) {
    const { approximateMessagesCount } = await service.getQueueClient(name).getProperties();
    counts.set(name, approximateMessagesCount ?? 0);
  }
  return counts;
}
