/** `npm start` and `npm run embedded` as a test meets them: started, asked over HTTP and queues, stopped, killed. */
import { QueueServiceClient } from "@azure/storage-queue";
import * as z from "zod";

import { makeEventSender } from "../../dev/embedded/event-queue.ts";
import { openApi, type Api } from "./api.ts";
import { openOutbox, type OutboxControl } from "./outbox.ts";
import { bundleBuilt, run, type Exit, type Running, type Variables } from "./process.ts";

const lineSchema = z.strictObject({ functions: z.url(), outbox: z.url(), queues: z.string().min(1) });
const embeddedSchema = z.strictObject({ env: z.record(z.string(), z.string()), outbox: z.url() });

export interface App extends Pick<Running, "stdout" | "stderr" | "exited"> {
  readonly url: string;
  readonly queues: string;
  readonly api: Api;
  readonly outbox: OutboxControl;
  /** Into the queue `events`, one message each. */
  sendEvents(events: readonly unknown[]): Promise<void>;
  /** How many messages all queues hold, those in work and those that wait included: at 0 nothing more will happen. */
  messagesLeft(): Promise<number>;
  /** As the platform ends it, by SIGTERM. */
  stop(): Promise<Exit>;
  /** `kill -9`. */
  kill(): Promise<Exit>;
}

/** On free ports and without a scenario, unless `args` say otherwise. */
export async function startApp(args: readonly string[], env: Variables = {}): Promise<App> {
  await bundleBuilt();
  const defaults = ["--json", "--port", "0", "--outbox-port", "0", "--scenario", "none"];
  const running = run("dev/start.ts", [...defaults, ...args], env);
  const { functions, outbox, queues } = lineSchema.parse(JSON.parse(await running.firstLine()));
  const send = makeEventSender(queues);
  return {
    ...running,
    url: functions,
    queues,
    api: openApi(functions),
    outbox: openOutbox(outbox),
    sendEvents: async (events) => {
      for (const event of events) await send(event);
    },
    messagesLeft: () => countMessages(queues),
    stop: () => running.end("SIGTERM"),
    kill: () => running.end("SIGKILL"),
  };
}

export interface EmbeddedParts extends Pick<Running, "stdout" | "stderr"> {
  /** For the apps beside it. */
  readonly env: Variables;
  readonly outbox: OutboxControl;
  stop(): Promise<Exit>;
}

export async function startEmbeddedParts(args: readonly string[] = []): Promise<EmbeddedParts> {
  const running = run("dev/embedded.ts", ["--json", ...args]);
  const { env, outbox } = embeddedSchema.parse(JSON.parse(await running.firstLine()));
  return { ...running, env, outbox: openOutbox(outbox), stop: () => running.end("SIGTERM") };
}

async function countMessages(connectionString: string): Promise<number> {
  const service = QueueServiceClient.fromConnectionString(connectionString);
  let count = 0;
  for await (const { name } of service.listQueues()) {
    count += (await service.getQueueClient(name).getProperties()).approximateMessagesCount ?? 0;
  }
  return count;
}
