/** Starts the runner on a fixture bundle with short times, and collects its log. */
import { randomUUID } from "node:crypto";

import { QueueServiceClient } from "@azure/storage-queue";

import type { LogEntry } from "../../../dev/host/log.ts";
import { type Host, type HostOptions, startHost } from "../../../dev/host/start-host.ts";

export type FixtureName =
  | "queue-app"
  | "http-app"
  | "event-grid-app"
  | "timer-app"
  | "broken-app"
  | "blob-app";

/** As the product's, but polling often and retrying at once. */
export const testHostJson = {
  version: "2.0",
  extensions: {
    http: { routePrefix: "" },
    queues: { messageEncoding: "base64", maxPollingInterval: "00:00:00.2", visibilityTimeout: "00:00:00" },
  },
};

/** The same with other settings for queues. */
export function withQueueSettings(settings: object): Pick<HostOptions, "hostJson"> {
  const { http, queues } = testHostJson.extensions;
  return { hostJson: { extensions: { http, queues: { ...queues, ...settings } } } };
}

/** Nothing listens there: for bundles without queues. */
const noQueues = "UseDevelopmentStorage=true";

export async function startFixture(
  name: FixtureName,
  options: Partial<HostOptions> = {},
): Promise<Host & { readonly log: LogEntry[] }> {
  const log: LogEntry[] = [];
  const host = await startHost({
    bundle: new URL(`./fixtures/${name}.mjs`, import.meta.url),
    hostJson: testHostJson,
    port: 0,
    queueConnectionString: noQueues,
    log: (entry) => log.push(entry),
    timing: { lockMs: 2_000, renewMs: 500, drainMs: 1_000 },
    ...options,
  });
  return { ...host, log };
}

/** A queue of its own for one test, with base64 messages. */
export function makeTestQueue(connectionString: string) {
  const name = `work-${randomUUID()}`;
  const service = QueueServiceClient.fromConnectionString(connectionString);
  const queue = service.getQueueClient(name);
  const poison = service.getQueueClient(`${name}-poison`);
  return {
    name,
    queue,
    poison,
    send: (message: unknown, delaySeconds = 0) =>
      queue.sendMessage(encode(message), { visibilityTimeout: delaySeconds }),
    count: async () => (await queue.getProperties()).approximateMessagesCount,
    /** The texts in the poison queue, decoded; undefined while there is no such queue. */
    poisoned: async (): Promise<string[] | undefined> => {
      if (!(await poison.exists())) {
        return undefined;
      }
      const { peekedMessageItems } = await poison.peekMessages({ numberOfMessages: 32 });
      return peekedMessageItems.map(({ messageText }) => Buffer.from(messageText, "base64").toString());
    },
  };
}

function encode(message: unknown): string {
  const text = typeof message === "string" ? message : JSON.stringify(message);
  return Buffer.from(text).toString("base64");
}
