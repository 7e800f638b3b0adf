/** The document of an event that could not be read, in the partition of its day; its id says what it was made of. */
import { createHash } from "node:crypto";
import * as z from "zod";
import type { RejectedEvent } from "../../application/ports.ts";
import type { Instant } from "../../domain/time.ts";
import type { DocumentBody } from "./container.ts";
import { instant, version } from "./fields.ts";

const schema = z.strictObject({
  v: version,
  id: z.string(),
  pk: z.string(),
  /** The event's own id, by which lists are ordered. */
  listedAs: z.string(),
  at: instant,
  reason: z.string(),
  detail: z.string(),
  body: z.string(),
  truncated: z.boolean(),
});

/** The partition of a day. */
export function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function rejectedToDocument({
  id,
  origin,
  ...event
}: RejectedEvent & { readonly origin: string }): DocumentBody {
  const digest = createHash("sha256").update(origin).digest("hex");
  return z.encode(schema, { v: 1, id: digest, pk: dayOf(event.at), listedAs: id, ...event });
}

export function rejectedFromDocument(body: unknown): RejectedEvent {
  const { v: _v, pk: _pk, id: _id, listedAs, ...event } = schema.parse(body);
  return { id: listedAs, ...event };
}
