/** Joins a queue of the storage account, its poison queue and a function into a listener. */
import { QueueServiceClient } from "@azure/storage-queue";

import type { QueueSettings } from "../host-settings.ts";
import type { Log } from "../log.ts";
import { makeFinishMessage } from "./finish-message.ts";
import type { LockTiming } from "./message-lock.ts";
import { makeQueueListener, type QueueListener, type QueueListenerParts } from "./queue-listener.ts";

type QueueParts = {
  readonly queueService: QueueServiceClient;
  readonly hostSettings: { readonly queues: QueueSettings };
  readonly timing: LockTiming;
  readonly log: Log;
};

/** A client that gives up on one request sooner than a lock ends; what failed is tried again by the next poll. */
export function connectToQueues(connectionString: string): QueueServiceClient {
  return QueueServiceClient.fromConnectionString(connectionString, {
    retryOptions: { maxTries: 3, tryTimeoutInMs: 2_000, retryDelayInMs: 100, maxRetryDelayInMs: 500 },
  });
}

/** Neither queue is created here: one that is missing is polled until somebody creates it, as by the real host. */
export function listenToQueue(
  parts: QueueParts,
  queueName: string,
  run: QueueListenerParts["run"],
): QueueListener {
  const queue = parts.queueService.getQueueClient(queueName);
  const poisonQueue = parts.queueService.getQueueClient(`${queueName}-poison`);
  return makeQueueListener({
    queue,
    finish: makeFinishMessage(queue, poisonQueue, parts.log),
    settings: parts.hostSettings.queues,
    timing: parts.timing,
    run,
    log: parts.log,
  });
}
