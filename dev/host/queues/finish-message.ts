/** What becomes of a message in the end: deleted, visible again, or in the poison queue. */
import type { DequeuedMessageItem, QueueClient } from "@azure/storage-queue";

import { type Log, reasonOf } from "../log.ts";
import { seconds } from "./message-lock.ts";
import { isMessageLost, isQueueMissing } from "./storage-faults.ts";

export type FinishMessage = {
  readonly done: (message: DequeuedMessageItem, popReceipt: string) => Promise<void>;
  /** Back into the queue, to be seen after `delayMs`. */
  readonly giveBack: (message: DequeuedMessageItem, popReceipt: string, delayMs: number) => Promise<void>;
  /** Into `{queue}-poison`, with its text as it was received. */
  readonly poison: (message: DequeuedMessageItem, popReceipt: string) => Promise<void>;
};

/** None of these rejects: a message that could not be finished comes back when its lock ends, and the log says why. */
export function makeFinishMessage(queue: QueueClient, poisonQueue: QueueClient, log: Log): FinishMessage {
  const attempt = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      const level = isMessageLost(error) ? "debug" : "warning";
      log({ level, category: "system", message: `Queue ${queue.name}: ${what} failed: ${reasonOf(error)}` });
    }
  };
  return {
    done: ({ messageId }, popReceipt) =>
      attempt("deleting a message", () => queue.deleteMessage(messageId, popReceipt)),
    giveBack: ({ messageId }, popReceipt, delayMs) =>
      attempt("giving back a message", () =>
        queue.updateMessage(messageId, popReceipt, undefined, seconds(delayMs)),
      ),
    poison: ({ messageId, messageText }, popReceipt) =>
      attempt("moving a message to the poison queue", async () => {
        await sendCreating(poisonQueue, messageText);
        await queue.deleteMessage(messageId, popReceipt);
        log({
          level: "warning",
          category: "system",
          message: `Queue ${queue.name}: a message went to ${poisonQueue.name}.`,
        });
      }),
  };
}

async function sendCreating(queue: QueueClient, text: string): Promise<void> {
  try {
    await queue.sendMessage(text);
  } catch (error) {
    if (!isQueueMissing(error)) {
      throw error;
    }
    await queue.createIfNotExists();
    await queue.sendMessage(text);
  }
}
