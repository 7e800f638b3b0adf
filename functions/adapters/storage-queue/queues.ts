/** Our delayed messages on Azure Storage Queues: the `Queues` port, in Azure and on the emulator alike. */
import type { TokenCredential } from "@azure/identity";
import { QueueServiceClient, type QueueClient, type StoragePipelineOptions } from "@azure/storage-queue";
import { TooLongError, type QueueName, type Queues } from "../../application/ports.ts";
import { countMessages, oldestDue } from "./measure.ts";
import { encodeText } from "./messages.ts";
import { poisonQueueOf, removeMessage, takeMessages } from "./poison.ts";
import { isMissingQueue, queueError } from "./queue-errors.ts";
import { visibilitySeconds } from "./visibility.ts";

export type QueueConfig = { readonly requestTimeoutMs?: number } & (
  | { readonly connectionString: string }
  | { readonly queueServiceUri: string; readonly credential: TokenCredential }
);

/** For a request altogether, tries included: a handler that waits for longer is better redelivered. */
const defaultRequestTimeoutMs = 5_000;
const pipelineOptions: StoragePipelineOptions = {
  retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 },
};
const neverExpires = -1;
/** Of a message as it lies in the queue. */
const longestMessage = 64 * 1024;

/** Every failure is a `TransientError`. A message may come twice: what handles it must not mind. */
export function makeQueues(config: QueueConfig): Queues {
  const service = serviceClient(config);
  const timeoutMs = config.requestTimeoutMs ?? defaultRequestTimeoutMs;
  const timeout = (): AbortSignal => AbortSignal.timeout(timeoutMs);
  const poisonOf = (name: QueueName): QueueClient => poisonQueueOf(service, name);
  const send = async (name: QueueName, text: string, delayMs: number): Promise<void> =>
    sendDelayed(service.getQueueClient(name), text, delayMs, timeout());
  return {
    sendDeadline: async (message, delayMs) => send("deadlines", JSON.stringify(message), delayMs),
    sendNotification: async (message, delayMs) => send("notifications", JSON.stringify(message), delayMs),
    count: async (name) => countMessages(service.getQueueClient(name), timeout()),
    dueSince: async (name) => oldestDue(service.getQueueClient(name), timeout()),
    takePoison: async (name, limit) => takeMessages(poisonOf(name), name, limit, timeout()),
    send: async (name, text) => send(name, text, 0),
    removePoison: async (message) => removeMessage(poisonOf(message.queue), message, timeout()),
  };
}

function serviceClient(config: QueueConfig): QueueServiceClient {
  return "connectionString" in config
    ? QueueServiceClient.fromConnectionString(config.connectionString, pipelineOptions)
    : new QueueServiceClient(config.queueServiceUri, config.credential, pipelineOptions);
}

async function sendDelayed(
  queue: QueueClient,
  content: string,
  delayMs: number,
  abortSignal: AbortSignal,
): Promise<void> {
  const visibilityTimeout = visibilitySeconds(delayMs);
  if (visibilityTimeout === undefined) return;
  const text = encodeText(content);
  if (text.length > longestMessage) throw new TooLongError(`too long for the queue ${queue.name}`);
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
