/** Our delayed messages on Azure Storage Queues: the `Queues` port, in Azure and on the emulator alike. */
import type { TokenCredential } from "@azure/identity";
import { QueueServiceClient, type QueueClient, type StoragePipelineOptions } from "@azure/storage-queue";
import type { DeadlineMessage, NotificationMessage, Queues } from "../../application/ports.ts";
import { encodeMessage } from "./messages.ts";
import { isMissingQueue, queueError } from "./queue-errors.ts";
import { visibilitySeconds } from "./visibility.ts";

export type QueueConfig = { readonly requestTimeoutMs?: number } & (
  | { readonly connectionString: string }
  | { readonly queueServiceUri: string; readonly credential: TokenCredential }
);

type Message = DeadlineMessage | NotificationMessage;

/** For a send or a count altogether, tries included: a handler that waits for longer is better redelivered. */
const defaultRequestTimeoutMs = 5_000;
const pipelineOptions: StoragePipelineOptions = {
  retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 },
};
const neverExpires = -1;
/** Into these the host puts what failed five times. */
const poisonQueues = ["events-poison", "deadlines-poison", "notifications-poison"];

/** Every failure is a `TransientError`. A message may come twice: what handles it must not mind. */
export function makeQueues(config: QueueConfig): Queues {
  const service = serviceClient(config);
  const timeoutMs = config.requestTimeoutMs ?? defaultRequestTimeoutMs;
  const send = async (name: string, message: Message, delayMs: number): Promise<void> =>
    sendDelayed(service.getQueueClient(name), message, delayMs, AbortSignal.timeout(timeoutMs));
  const count = async (name: string): Promise<number> =>
    countMessages(service.getQueueClient(name), AbortSignal.timeout(timeoutMs));
  return {
    sendDeadline: async (message, delayMs) => send("deadlines", message, delayMs),
    sendNotification: async (message, delayMs) => send("notifications", message, delayMs),
    poisoned: async () =>
      Object.fromEntries(
        await Promise.all(poisonQueues.map(async (name) => [name, await count(name)] as const)),
      ),
  };
}

function serviceClient(config: QueueConfig): QueueServiceClient {
  return "connectionString" in config
    ? QueueServiceClient.fromConnectionString(config.connectionString, pipelineOptions)
    : new QueueServiceClient(config.queueServiceUri, config.credential, pipelineOptions);
}

async function sendDelayed(
  queue: QueueClient,
  message: Message,
  delayMs: number,
  abortSignal: AbortSignal,
): Promise<void> {
  const visibilityTimeout = visibilitySeconds(delayMs);
  if (visibilityTimeout === undefined) return;
  const text = encodeMessage(message);
  const options = { visibilityTimeout, messageTimeToLive: neverExpires, abortSignal };
  try {
    await queue.sendMessage(text, options).catch(async (error: unknown) => {
      if (!isMissingQueue(error)) throw error;
      // The template creates the queues; on a laptop they may be absent.
      await queue.createIfNotExists({ abortSignal });
      await queue.sendMessage(text, options);
    });
  } catch (cause) {
    throw queueError(`Sending to the queue ${queue.name}`, cause);
  }
}

/** Approximately; a queue that does not exist holds none. */
async function countMessages(queue: QueueClient, abortSignal: AbortSignal): Promise<number> {
  try {
    return (await queue.getProperties({ abortSignal })).approximateMessagesCount ?? 0;
  } catch (cause) {
    if (isMissingQueue(cause)) return 0;
    throw queueError(`Counting the queue ${queue.name}`, cause);
  }
}
