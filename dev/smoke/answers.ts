/** The app's answers as far as a drill is followed by them. What a newer app adds is passed over. */
import * as z from "zod";

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

export const healthAnswer = z.looseObject({
  status: z.enum(["ok", "degraded", "failing"]),
  problems: z.array(z.string()),
  /** Missing where faults of the configuration keep the app from working. */
  store: z.string().optional(),
  poison: z.record(z.string(), z.number()).default({}),
});

export const startedAnswer = z.looseObject({ id: z.string().min(1) });

export const drillAnswer = z.looseObject({
  state: z.enum(["running", "passed", "failed"]),
  requestedAt: instant,
  hops: z.array(z.looseObject({ name: z.string(), at: instant.nullable() })),
  deliveries: z.array(
    z.looseObject({
      receiver: z.string(),
      channel: z.string(),
      state: z.enum(["claimed", "pending", "sent", "failed", "dead"]),
      attempts: z.number(),
      at: instant.nullable(),
      error: z.string().nullable(),
    }),
  ),
});

export const summaryAnswer = z.looseObject({
  identities: z.looseObject({ byHub: z.record(z.string(), z.number()) }),
  asOf: instant,
});

export const listAnswer = z.looseObject({ value: z.array(z.unknown()) });

/** A problem document, as far as its words go. */
export const problemAnswer = z.looseObject({
  detail: z.string(),
  errors: z.array(z.looseObject({ field: z.string(), message: z.string() })).default([]),
});

export type Health = z.infer<typeof healthAnswer>;
export type Drill = z.infer<typeof drillAnswer>;
export type Hop = Drill["hops"][number];
export type Delivery = Drill["deliveries"][number];
