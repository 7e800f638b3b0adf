/** The document of an event that could not be read, in the partition of its day. */
import * as z from "zod";
import type { RejectedEvent } from "../../application/ports.ts";
import type { DocumentBody } from "./container.ts";
import { instant, version } from "./fields.ts";

const schema = z.strictObject({
  v: version,
  id: z.string(),
  pk: z.string(),
  at: instant,
  reason: z.string(),
  detail: z.string(),
  body: z.string(),
  truncated: z.boolean(),
});

export function rejectedToDocument(event: RejectedEvent): DocumentBody {
  return z.encode(schema, { v: 1, pk: new Date(event.at).toISOString().slice(0, 10), ...event });
}

export function rejectedFromDocument(body: unknown): RejectedEvent {
  const { v: _v, pk: _pk, ...event } = schema.parse(body);
  return event;
}
