/** How many messages a queue holds, and since when the oldest of those that anybody may take is due. */
import type { PeekedMessageItem, QueueClient } from "@azure/storage-queue";
import type { Instant } from "../../domain/time.ts";
import { decodeText, parseDeadlineMessage, parseNotificationMessage } from "./messages.ts";
import { isMissingQueue, queueError } from "./queue-errors.ts";

/** As many as a queue shows at once. */
const MOST_AT_ONCE = 32;

/** Approximately; a queue that does not exist holds none. */
export async function countMessages(queue: QueueClient, abortSignal: AbortSignal): Promise<number> {
  try {
    return (await queue.getProperties({ abortSignal })).approximateMessagesCount ?? 0;
  } catch (cause) {
    if (isMissingQueue(cause)) return 0;
    throw queueError(`Counting the queue ${queue.name}`, cause);
  }
}

/** Looks without taking: what is hidden, a delayed message too, is not seen. */
export async function oldestDue(queue: QueueClient, abortSignal: AbortSignal): Promise<Instant | undefined> {
  const options = { numberOfMessages: MOST_AT_ONCE, abortSignal };
  try {
    const { peekedMessageItems } = await queue.peekMessages(options);
    if (peekedMessageItems.length === 0) return undefined;
    return Math.min(...peekedMessageItems.map((item) => dueInstant(queue.name, item)));
  } catch (cause) {
    if (isMissingQueue(cause)) return undefined;
    throw queueError(`Peeking into the queue ${queue.name}`, cause);
  }
}

/** A message of ours carries it; what Event Grid or the host puts there is due at once. */
function dueInstant(queue: string, { messageText, insertedOn }: PeekedMessageItem): Instant {
  return carriedInstant(queue, decodeText(messageText)) ?? insertedOn.getTime();
}

function carriedInstant(queue: string, text: string): Instant | undefined {
  if (queue === "deadlines") return parseDeadlineMessage(text)?.dueAt;
  return queue === "notifications" ? parseNotificationMessage(text)?.at : undefined;
}
