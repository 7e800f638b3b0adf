/** Keeps a received message invisible to others for as long as its function runs. */
import type { DequeuedMessageItem, QueueClient } from "@azure/storage-queue";

import { isMessageLost } from "./storage-faults.ts";

export type LockTiming = {
  /** How long a message stays invisible after it was received or renewed; whole seconds. */
  readonly lockMs: number;
  readonly renewMs: number;
};

export type MessageLock = {
  /**
   * Ends the renewal and gives the receipt to finish the message with: to the first caller only, and to nobody once the
   * message has been lost to somebody else.
   */
  release(): Promise<string | undefined>;
};

/** A renewal that fails for a passing reason is tried again at the next turn. */
export function holdLock(queue: QueueClient, message: DequeuedMessageItem, timing: LockTiming): MessageLock {
  let popReceipt = message.popReceipt;
  let isHeld = true;
  let renewal = Promise.resolve();
  const renew = async (): Promise<void> => {
    if (!isHeld) {
      return;
    }
    try {
      // Without a text, the message keeps the one it has.
      const updated = await queue.updateMessage(
        message.messageId,
        popReceipt,
        undefined,
        seconds(timing.lockMs),
      );
      popReceipt = updated.popReceipt ?? popReceipt;
    } catch (error) {
      isHeld &&= !isMessageLost(error);
    }
  };
  const timer = setInterval(() => {
    renewal = renewal.then(renew);
  }, timing.renewMs);
  return {
    release: async () => {
      clearInterval(timer);
      const wasHeld = isHeld;
      isHeld = false;
      await renewal;
      return wasHeld ? popReceipt : undefined;
    },
  };
}

/** Storage counts visibility in whole seconds. */
export function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}
