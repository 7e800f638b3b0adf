/** What the queues gave up on: taken under a lock, and taken out for good. */
import type { DequeuedMessageItem, QueueClient, QueueServiceClient } from "@azure/storage-queue";
import type { PoisonMessage, QueueName } from "../../application/ports.ts";
import { MINUTE_MS, SECOND_MS } from "../../domain/time.ts";
import { decodeText } from "./messages.ts";
import { isMissingMessage, isMissingQueue, queueError } from "./queue-errors.ts";

/** How long nobody else gets a message that was taken. */
const HIDDEN_S = (2 * MINUTE_MS) / SECOND_MS;
/** Between a message's id and the receipt of its taking; neither holds a space. */
const SEPARATOR = " ";

/** Into these the host puts what failed five times. */
export function poisonQueueOf(service: QueueServiceClient, queue: QueueName): QueueClient {
  return service.getQueueClient(`${queue}-poison`);
}

export async function takeMessages(
  poison: QueueClient,
  queue: QueueName,
  limit: number,
  abortSignal: AbortSignal,
): Promise<PoisonMessage[]> {
  const options = { numberOfMessages: limit, visibilityTimeout: HIDDEN_S, abortSignal };
  try {
    const { receivedMessageItems } = await poison.receiveMessages(options);
    return receivedMessageItems.map((item) => poisonMessage(queue, item));
  } catch (cause) {
    if (isMissingQueue(cause)) return [];
    throw queueError(`Taking from the queue ${poison.name}`, cause);
  }
}

function poisonMessage(
  queue: QueueName,
  { messageId, popReceipt, messageText }: DequeuedMessageItem,
): PoisonMessage {
  return { queue, text: decodeText(messageText), receipt: `${messageId}${SEPARATOR}${popReceipt}` };
}

/** One that is gone, or that somebody else took since, is left alone. */
export async function removeMessage(
  poison: QueueClient,
  { receipt }: PoisonMessage,
  abortSignal: AbortSignal,
): Promise<void> {
  const [messageId = "", popReceipt = ""] = receipt.split(SEPARATOR);
  try {
    await poison.deleteMessage(messageId, popReceipt, { abortSignal });
  } catch (cause) {
    if (isMissingMessage(cause)) return;
    throw queueError(`Removing from the queue ${poison.name}`, cause);
  }
}
