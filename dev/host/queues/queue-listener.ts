/**
 * Polls one storage queue for one function, as the queue extension does: batches, a threshold for the next one, locks,
 * retries by visibility and a poison queue.
 */
import { setTimeout as pause } from "node:timers/promises";

import type { DequeuedMessageItem, QueueClient } from "@azure/storage-queue";

import type { Trigger } from "../core/invoke.ts";
import type { QueueSettings } from "../host-settings.ts";
import { type Log, reasonOf } from "../log.ts";
import type { FinishMessage } from "./finish-message.ts";
import { holdLock, type LockTiming, type MessageLock, seconds } from "./message-lock.ts";
import { decodeMessage, messageTrigger } from "./message-trigger.ts";
import { makePollingDelay } from "./polling-delay.ts";
import { isQueueMissing } from "./storage-faults.ts";

export type QueueListenerParts = {
  readonly queue: QueueClient;
  readonly finish: FinishMessage;
  readonly settings: QueueSettings;
  readonly timing: LockTiming;
  readonly run: (trigger: Pick<Trigger, "value" | "metadata">) => Promise<unknown>;
  readonly log: Log;
};

export type QueueListener = {
  start(): void;
  /** Takes no more messages; resolves when the last one taken is finished. */
  stop(): Promise<void>;
  /** Puts every message still in work back into the queue, visible at once; its function may run on, unheeded. */
  giveBack(): Promise<void>;
};

/** Functions that share a queue each need a listener of their own. */
export function makeQueueListener(parts: QueueListenerParts): QueueListener {
  const { queue, finish, settings, timing, log } = parts;
  const stopping = new AbortController();
  const inWork = new Map<Promise<void>, { message: DequeuedMessageItem; lock: MessageLock }>();
  let polling = Promise.resolve();

  const receive = async (): Promise<DequeuedMessageItem[]> => {
    try {
      const received = await queue.receiveMessages({
        numberOfMessages: settings.batchSize,
        visibilityTimeout: seconds(timing.lockMs),
      });
      return received.receivedMessageItems;
    } catch (error) {
      if (!isQueueMissing(error)) {
        log({ level: "warning", category: "system", message: `Queue ${queue.name}: ${reasonOf(error)}` });
      }
      return [];
    }
  };

  const take = (message: DequeuedMessageItem): void => {
    const lock = holdLock(queue, message, timing);
    const work = handle(parts, message, lock).finally(() => inWork.delete(work));
    inWork.set(work, { message, lock });
  };

  const poll = async (): Promise<void> => {
    const delay = makePollingDelay(settings.maxPollingIntervalMs);
    while (!stopping.signal.aborted) {
      const messages = await receive();
      if (stopping.signal.aborted) {
        await Promise.all(messages.map((message) => finish.giveBack(message, message.popReceipt, 0)));
      } else if (messages.length === 0) {
        await pause(delay.next(), undefined, { signal: stopping.signal }).catch(() => undefined);
      } else {
        delay.reset();
        messages.forEach(take);
        await belowThreshold();
      }
    }
  };

  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener("abort", () => resolve());
  });
  const belowThreshold = async (): Promise<void> => {
    while (inWork.size > settings.newBatchThreshold && !stopping.signal.aborted) {
      await Promise.race([stopped, ...inWork.keys()]);
    }
  };

  return {
    start: () => {
      polling = poll();
    },
    stop: async () => {
      stopping.abort();
      await polling;
      await Promise.all(inWork.keys());
    },
    giveBack: async () => {
      await Promise.all([...inWork.values()].map(({ message, lock }) => giveBack(finish, message, lock)));
    },
  };
}

async function giveBack(
  finish: FinishMessage,
  message: DequeuedMessageItem,
  lock: MessageLock,
): Promise<void> {
  const popReceipt = await lock.release();
  if (popReceipt !== undefined) {
    await finish.giveBack(message, popReceipt, 0);
  }
}

/** Never rejects. */
async function handle(
  parts: QueueListenerParts,
  message: DequeuedMessageItem,
  lock: MessageLock,
): Promise<void> {
  const { finish, settings } = parts;
  const outcome = await outcomeOf(parts, message);
  const popReceipt = await lock.release();
  if (popReceipt === undefined) {
    return;
  }
  switch (outcome) {
    case "done":
      return finish.done(message, popReceipt);
    case "poison":
      return finish.poison(message, popReceipt);
    case "failed":
      return finish.giveBack(message, popReceipt, settings.visibilityTimeoutMs);
    default:
      return outcome satisfies never;
  }
}

async function outcomeOf(
  { settings, run }: QueueListenerParts,
  message: DequeuedMessageItem,
): Promise<"done" | "failed" | "poison"> {
  const text = decodeMessage(message.messageText, settings.messageEncoding);
  // More often than allowed: it was taken before and its process died each time.
  if (text === undefined || message.dequeueCount > settings.maxDequeueCount) {
    return "poison";
  }
  try {
    await run(messageTrigger(message, text));
    return "done";
  } catch {
    return message.dequeueCount >= settings.maxDequeueCount ? "poison" : "failed";
  }
}
