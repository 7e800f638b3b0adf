/** What is said of the whole: the summary, the rejected events, and health. */
import * as z from "zod";

import { count, time } from "./values.ts";

const countedShape = z.strictObject({
  total: count,
  byState: z.strictObject({ new: count, online: count, suspect: count, offline: count, recovering: count }),
  byHub: z.record(z.string(), count),
});

export const summaryShape = z.strictObject({
  identities: countedShape,
  devices: countedShape,
  rejected: count,
  asOf: time,
});

export const rejectedShape = z.strictObject({
  id: z.string(),
  at: time,
  reason: z.string(),
  detail: z.string(),
  body: z.string(),
  truncated: z.boolean(),
});

const answers = z.enum(["ok", "noAnswer"]);

export const healthShape = z.strictObject({
  status: z.enum(["ok", "degraded", "failing"]),
  asOf: time,
  store: answers,
  queues: answers,
  poison: z.record(z.string(), count),
  disabledReceivers: z
    .array(z.strictObject({ receiver: z.string(), reason: z.string() }).readonly())
    .readonly(),
  problems: z.array(z.string()),
});

/** Health where the configuration keeps the app from doing anything else. */
export const faultsShape = z.strictObject({
  status: z.literal("failing"),
  problems: z.array(z.string()).readonly(),
});

export type SummaryAnswer = z.infer<typeof summaryShape>;
export type RejectedAnswer = z.infer<typeof rejectedShape>;
export type HealthAnswer = z.infer<typeof healthShape>;
export type FaultsAnswer = z.infer<typeof faultsShape>;
