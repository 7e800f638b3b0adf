/** A transition as its answers show it. */
import * as z from "zod";

import { time } from "./values.ts";

export const transitionShape = z.strictObject({
  state: z.enum(["online", "suspect", "offline", "recovering", "deleted"]),
  at: time,
  noticedAt: time,
  /** The sequence number of the event; none for a deletion. */
  cause: z
    .string()
    .regex(/^[0-9A-F]{64}$/)
    .nullable(),
  source: z.enum(["event", "reconcile"]),
  life: z.int().min(1),
  hidden: z.boolean(),
  retractedAt: time.nullable(),
});

export type TransitionAnswer = z.infer<typeof transitionShape>;
