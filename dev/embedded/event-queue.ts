/** The queues of the laptop's cloud, as the template would have made them, and the way in that Event Grid uses. */
import { QueueServiceClient } from "@azure/storage-queue";

const QUEUES = ["events", "deadlines", "notifications"].flatMap((name) => [name, `${name}-poison`]);

export async function createQueues(connectionString: string): Promise<void> {
  const service = QueueServiceClient.fromConnectionString(connectionString);
  for (const name of QUEUES) await service.getQueueClient(name).createIfNotExists();
}

/** One message an event, base64, as an Event Grid subscription delivers it. */
export async function sendEvent(connectionString: string, event: unknown): Promise<void> {
  const queue = QueueServiceClient.fromConnectionString(connectionString).getQueueClient("events");
  await queue.sendMessage(Buffer.from(JSON.stringify(event)).toString("base64"));
}
