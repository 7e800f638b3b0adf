/** The queues of the laptop's cloud, as the template would have made them, and the way in that Event Grid uses. */
import { QueueServiceClient } from "@azure/storage-queue";

const QUEUES = ["events", "deadlines", "notifications"].flatMap((name) => [name, `${name}-poison`]);
const RETRIES = { retryOptions: { maxTries: 2, retryDelayInMs: 200 } };

/** The queues do not answer; the message is the sentence to show. */
export class QueuesSilentError extends Error {
  override readonly name = "QueuesSilentError";
}

/** @throws QueuesSilentError */
export async function createQueues(connectionString: string): Promise<void> {
  const service = QueueServiceClient.fromConnectionString(connectionString, RETRIES);
  try {
    for (const name of QUEUES) await service.getQueueClient(name).createIfNotExists();
  } catch (cause) {
    const words = "Without AzureWebJobsStorage the app gets queues of its own.";
    throw new QueuesSilentError(`The queues at ${service.url} cannot be used. ${words}`, { cause });
  }
}

/** One message an event, base64, as an Event Grid subscription delivers it. */
export function makeEventSender(connectionString: string): (event: unknown) => Promise<void> {
  const queue = QueueServiceClient.fromConnectionString(connectionString).getQueueClient("events");
  return async (event) => {
    await queue.sendMessage(Buffer.from(JSON.stringify(event)).toString("base64"));
  };
}
