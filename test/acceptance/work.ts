/** A message of one of the queues, or a push: as it lies there, and what is done with it. */
import { readEvents } from "../../functions/adapters/event-grid/read-events.ts";
import {
  parseDeadlineMessage,
  parseNotificationMessage,
} from "../../functions/adapters/storage-queue/messages.ts";
import type { Deps } from "../../functions/application/deps.ts";
import { executeDeadline } from "../../functions/application/execute-deadline.ts";
import { notify } from "../../functions/application/notify.ts";
import type { DeadlineMessage, NotificationMessage, QueueName } from "../../functions/application/ports.ts";
import { receiveEvents } from "../../functions/application/receive-events.ts";
import type { Instant } from "../../functions/domain/time.ts";

/** `text`: of a message that came back from poison, with its mark. */
export type Work =
  | { readonly queue: "events" | "push"; readonly body: unknown; readonly text?: string }
  | { readonly queue: "deadlines"; readonly body: DeadlineMessage; readonly text?: string }
  | { readonly queue: "notifications"; readonly body: NotificationMessage; readonly text?: string };

export function textOf({ text, body }: Work): string {
  return text ?? JSON.stringify(body);
}

/** The instant that a message of ours carries: since when it is due. */
export function carriedInstant({ queue, body }: Work): Instant | undefined {
  if (queue === "deadlines") return body.dueAt;
  return queue === "notifications" ? body.at : undefined;
}

/** A message as its handler gets it. */
export function workOf(queue: QueueName, text: string): Work {
  if (queue === "events") return { queue, text, body: JSON.parse(text) };
  const deadline = queue === "deadlines" ? parseDeadlineMessage(text) : undefined;
  if (deadline !== undefined) return { queue: "deadlines", text, body: deadline };
  const notification = parseNotificationMessage(text);
  if (notification === undefined) throw new Error(`no message of ours: ${text}`);
  return { queue: "notifications", text, body: notification };
}

/** Does what the handler of its queue does. */
export function perform(deps: Deps, work: Work): Promise<void> {
  switch (work.queue) {
    case "events":
    case "push":
      return receiveEvents(deps, readEvents, work.body, work.queue === "push" ? "events-push" : "events");
    case "deadlines":
      return executeDeadline(deps, work.body);
    case "notifications":
      return notify(deps, work.body);
    default:
      return work satisfies never;
  }
}
