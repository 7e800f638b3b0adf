/** Queue `deadlines`: delayed messages of our own that say when to judge an identity. */
import type { DeadlineMessage } from "../application/ports.ts";
import { CONNECTION } from "./events.ts";
import type { QueueApp } from "./events.ts";

export interface DeadlineHandlers {
  /** Undefined for what is no deadline message. */
  readonly parse: (body: unknown) => DeadlineMessage | undefined;
  readonly execute: (message: DeadlineMessage) => Promise<void>;
  readonly reject: (body: unknown) => Promise<void>;
}

export function registerDeadlines(app: QueueApp, { parse, execute, reject }: DeadlineHandlers): void {
  app.storageQueue("deadlines", {
    queueName: "deadlines",
    connection: CONNECTION,
    handler: (body: unknown) => {
      const message = parse(body);
      return message === undefined ? reject(body) : execute(message);
    },
  });
}
