/** Keeps a message of our own queues that none of our handlers takes: somebody else sent it. */
import type { Deps } from "./deps.ts";
import type { QueueName } from "./ports.ts";
import { reject } from "./reject.ts";

/** @throws TransientError when the store cannot do it now. */
export async function rejectMessage(deps: Deps, queue: QueueName, text: string): Promise<void> {
  const detail = `the queue ${queue} holds it, and it is none of ours`;
  await reject(deps, { way: queue, reason: "notAMessage", detail, body: text });
}
