/** Targets (never with their addresses, which may be secrets) and notices inside the documents of incidents and deliveries. */
import * as z from "zod";
import { CAUSES } from "../../domain/notice.ts";
import type { Notice } from "../../domain/notice.ts";
import { refOf } from "../../domain/policy.ts";
import type { TargetRef } from "../../domain/policy.ts";
import { instant } from "./fields.ts";

export const targetShape = z.strictObject({
  id: z.string(),
  channel: z.enum(["teams-workflow", "sms"]),
  edits: z.literal(true).exactOptional(),
});

const word = z.enum([
  "OFFLINE",
  "OFFLINE UPDATE",
  "RECOVERED",
  "CLOSED",
  "FLAPPING",
  "STABLE",
  "UNDELIVERED",
  "DRILL",
]);

export const noticeShape = z.strictObject({
  word,
  code: z.string(),
  incidentId: z.string(),
  hub: z.string(),
  subject: z.string(),
  count: z.number(),
  names: z.array(z.string()),
  at: instant,
  since: instant,
  until: instant.optional(),
  drops: z.number().optional(),
  downSince: instant.optional(),
  cause: z.enum(CAUSES).optional(),
  via: z.string().optional(),
  reason: z.enum(["deleted", "disabled", "gateway"]).optional(),
  missed: z.strictObject({ word, to: z.string() }).optional(),
  zone: z.string(),
});

export function shapeOfNotice(notice: Notice): z.output<typeof noticeShape> {
  return { ...notice, names: [...notice.names] };
}

export function shapeOfTarget(target: TargetRef): z.output<typeof targetShape> {
  return refOf(target);
}
