/** Queue `events`: what Event Grid delivers, one message an event (an array of them is read too). */
import type { StorageQueueHandler } from "@azure/functions";

export interface QueueApp {
  storageQueue(
    name: string,
    options: { queueName: string; connection: string; handler: StorageQueueHandler },
  ): void;
}

/** The setting that names the storage account of all queues. */
export const CONNECTION = "AzureWebJobsStorage";

/** A throw brings the message back; nothing here may swallow one. */
export function registerEvents(app: QueueApp, receive: (body: unknown) => Promise<void>): void {
  app.storageQueue("events", { queueName: "events", connection: CONNECTION, handler: receive });
}
