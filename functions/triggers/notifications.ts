/** Queue `notifications`: incidents to look at, and deliveries to take up again. */
import type { NotificationMessage } from "../application/ports.ts";
import { CONNECTION } from "./events.ts";
import type { QueueApp } from "./events.ts";

export interface NotificationHandlers {
  /** Undefined for what is no notification message. */
  readonly parse: (body: unknown) => NotificationMessage | undefined;
  readonly notify: (message: NotificationMessage) => Promise<void>;
  readonly reject: (body: unknown) => Promise<void>;
}

export function registerNotifications(app: QueueApp, { parse, notify, reject }: NotificationHandlers): void {
  app.storageQueue("notifications", {
    queueName: "notifications",
    connection: CONNECTION,
    handler: (body: unknown) => {
      const message = parse(body);
      return message === undefined ? reject(body) : notify(message);
    },
  });
}
