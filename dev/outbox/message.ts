/**
 * What the outbox keeps of a message that one of its receivers accepted: the shape of `GET /messages`, of the data file and
 * of what the page draws. Everything inside came from outside and is untrusted.
 */
import { z } from "zod";

export const channelSchema = z.enum(["teams-workflow", "sms"]);
export type Channel = z.infer<typeof channelSchema>;

const cardAttachmentSchema = z.looseObject({
  contentType: z.literal("application/vnd.microsoft.card.adaptive"),
  contentUrl: z.null().optional(),
  content: z.looseObject({
    type: z.literal("AdaptiveCard"),
    // Teams shows newer versions as their fallback text only.
    version: z.string().regex(/^1\.[0-5]$/, "Teams draws Adaptive Cards up to version 1.5"),
    body: z.array(z.looseObject({ type: z.string() })),
  }),
});

/** The payload a Power Automate workflow "when a Teams webhook request is received" takes. */
export const workflowPayloadSchema = z.looseObject({
  type: z.literal("message"),
  summary: z.string().min(1),
  attachments: z.array(cardAttachmentSchema).min(1),
});
export type WorkflowPayload = z.infer<typeof workflowPayloadSchema>;
/** A check and not a parse, so that a payload is kept exactly as it came. */
export function isWorkflowPayload(value: unknown): value is WorkflowPayload {
  return workflowPayloadSchema.safeParse(value).success;
}
export type AdaptiveCard = WorkflowPayload["attachments"][number]["content"];

const common = {
  /** Grows by one with each message of a generation of the log. */
  seq: z.int().positive(),
  /** When it was accepted, in epoch milliseconds. */
  at: z.int(),
  /** The workflow's name or the phone number. */
  to: z.string(),
  text: z.string(),
};
const workflowMessageSchema = z.object({
  ...common,
  channel: z.literal("teams-workflow"),
  body: z.custom<WorkflowPayload>(isWorkflowPayload),
});
const smsMessageSchema = z.object({
  ...common,
  channel: z.literal("sms"),
  accountSid: z.string(),
  sid: z.string(),
  body: z.record(z.string(), z.string()),
});

export const outboxMessageSchema = z.discriminatedUnion("channel", [workflowMessageSchema, smsMessageSchema]);
export type WorkflowMessage = z.infer<typeof workflowMessageSchema>;
export type SmsMessage = z.infer<typeof smsMessageSchema>;
export type OutboxMessage = WorkflowMessage | SmsMessage;
/** A message that the log has not numbered yet. */
export type Draft = Omit<WorkflowMessage, "seq"> | Omit<SmsMessage, "seq">;

/** One element of `GET /messages`. */
export function publicMessageOf(message: OutboxMessage) {
  const { at, channel, to, text, body } = message;
  return { at: new Date(at).toISOString(), channel, to, text, body };
}
