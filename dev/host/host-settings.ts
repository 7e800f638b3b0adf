/** What the runner honours of `host.json`, with the defaults of the real host. */
import * as z from "zod";

import { parseTimeSpanMs } from "./time-span.ts";

/** `host.json` says something that cannot be obeyed. */
export class HostJsonError extends Error {
  override name = "HostJsonError";
}

export type QueueSettings = {
  readonly messageEncoding: "base64" | "none";
  readonly maxPollingIntervalMs: number;
  /** How long a message stays invisible after its function threw. */
  readonly visibilityTimeoutMs: number;
  /** How many messages one poll takes, at most 32. */
  readonly batchSize: number;
  /** The next poll waits until no more than this many messages are in work. */
  readonly newBatchThreshold: number;
  readonly maxDequeueCount: number;
};

export type HostSettings = { readonly routePrefix: string; readonly queues: QueueSettings };

const timeSpan = z.string().transform((text, context) => {
  const milliseconds = parseTimeSpanMs(text);
  if (milliseconds === undefined) {
    context.addIssue("is not a time span such as 00:00:30");
    return z.NEVER;
  }
  return milliseconds;
});

const queuesSchema = z.object({
  messageEncoding: z.enum(["base64", "none"]).default("base64"),
  maxPollingInterval: timeSpan.default(60_000),
  visibilityTimeout: timeSpan.default(0),
  batchSize: z.int().min(1).max(32).default(16),
  newBatchThreshold: z.int().min(0).optional(),
  maxDequeueCount: z.int().min(1).default(5),
});

const hostJsonSchema = z.object({
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default("api") }).prefault({}),
      queues: queuesSchema.prefault({}),
    })
    .prefault({}),
});

/** Reads a parsed `host.json`; what the runner does not know is ignored, as it is by the real host. */
export function parseHostSettings(hostJson: object): HostSettings {
  const parsed = hostJsonSchema.safeParse(hostJson);
  if (!parsed.success) {
    throw new HostJsonError(`host.json: ${z.prettifyError(parsed.error)}`, { cause: parsed.error });
  }
  const { http, queues } = parsed.data.extensions;
  return {
    routePrefix: http.routePrefix.replace(/^\/+|\/+$/g, ""),
    queues: {
      messageEncoding: queues.messageEncoding,
      maxPollingIntervalMs: queues.maxPollingInterval,
      visibilityTimeoutMs: queues.visibilityTimeout,
      batchSize: queues.batchSize,
      newBatchThreshold: queues.newBatchThreshold ?? Math.floor(queues.batchSize / 2),
      maxDequeueCount: queues.maxDequeueCount,
    },
  };
}
