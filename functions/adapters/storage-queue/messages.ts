/** The bodies of our own queue messages, on the way out and, checked, on the way in. */
import * as z from "zod";
import type { DeadlineMessage, NotificationMessage } from "../../application/ports.ts";
import type { Identity } from "../../domain/identity.ts";
import { parseSequence } from "../../domain/sequence.ts";

const name = z.string().min(1);
const instant = z.int();

const identitySchema = z
  .object({ hub: name, deviceId: name, moduleId: name.optional() })
  .transform(({ moduleId, ...device }): Identity =>
    moduleId === undefined ? device : { ...device, moduleId },
  );

const sequenceSchema = z.string().transform((text, context) => {
  const sequence = parseSequence(text);
  if (sequence !== undefined) return sequence;
  context.addIssue("is no sequence number");
  return z.NEVER;
});

const deadlineSchema = z.union([
  z.object({ identity: identitySchema, sequence: sequenceSchema, dueAt: instant }),
  z.object({ identity: identitySchema, wake: z.literal(true), dueAt: instant }),
]);

const notificationSchema = z.union([
  z.object({ delivery: name, incidentId: name, at: instant }),
  z.object({ incident: name, at: instant }),
]);

/** Undefined for what is no deadline message. `body` is text, or what the host has already read as JSON. */
export function parseDeadlineMessage(body: unknown): DeadlineMessage | undefined {
  return deadlineSchema.safeParse(valueOf(body)).data;
}

/** Undefined for what is no notification message. `body` is text, or what the host has already read as JSON. */
export function parseNotificationMessage(body: unknown): NotificationMessage | undefined {
  return notificationSchema.safeParse(valueOf(body)).data;
}

/** Text as it lies in the queue: the host decodes base64, and so must whoever sends. */
export function encodeText(text: string): string {
  return Buffer.from(text).toString("base64");
}

const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What the host makes of a text in the queue; the text itself where it is not base64, which poisons it at once. */
export function decodeText(text: string): string {
  const compact = text.replaceAll(/\s/g, "");
  return base64Pattern.test(compact) ? Buffer.from(compact, "base64").toString("utf8") : text;
}

function valueOf(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    return undefined;
  }
}
