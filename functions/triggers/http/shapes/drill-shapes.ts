/** A drill: what one is asked for, and how far it has come. */
import * as z from "zod";

import { channel, count, time } from "./values.ts";

const RECEIVERS_RULE = "must be a list of the names of receivers; it may be empty";

/** More receivers than any policy has. */
const MOST = 100;

export const drillOrderShape = z.strictObject(
  { receivers: z.array(z.string(RECEIVERS_RULE), RECEIVERS_RULE).max(MOST, RECEIVERS_RULE).readonly() },
  'must be an object with nothing but "receivers"',
);

export const startedDrillShape = z.strictObject({ id: z.string() });

export const drillShape = z.strictObject({
  id: z.string(),
  state: z.enum(["running", "passed", "failed"]),
  requestedAt: time,
  hops: z.array(
    z.strictObject({ name: z.enum(["events", "deadlines", "notifications"]), at: time.nullable() }),
  ),
  deliveries: z.array(
    z.strictObject({
      receiver: z.string(),
      channel,
      state: z.enum(["claimed", "pending", "sent", "failed", "dead"]),
      attempts: count,
      at: time.nullable(),
      error: z.string().nullable(),
    }),
  ),
});

export type StartedDrillAnswer = z.infer<typeof startedDrillShape>;
export type DrillAnswer = z.infer<typeof drillShape>;
