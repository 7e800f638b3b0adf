/** A queue message as the value and the facts that its function gets. */
import type { DequeuedMessageItem } from "@azure/storage-queue";

import type { TypedData } from "../core/model.ts";
import type { QueueSettings } from "../host-settings.ts";

const base64Pattern = /^(?:[a-z0-9+/]{4})*(?:[a-z0-9+/]{2}==|[a-z0-9+/]{3}=)?$/i;

/** The message's text; undefined when it should be base64 and is not, which no retry would change. */
export function decodeMessage(text: string, encoding: QueueSettings["messageEncoding"]): string | undefined {
  if (encoding === "none") {
    return text;
  }
  const compact = text.replaceAll(/\s/g, "");
  return base64Pattern.test(compact) ? Buffer.from(compact, "base64").toString("utf8") : undefined;
}

/** The text goes as a string: `@azure/functions` itself parses it where it is JSON, as it does under the real host. */
export function messageTrigger(
  message: DequeuedMessageItem,
  text: string,
): { readonly value: TypedData; readonly metadata: Record<string, TypedData> } {
  return {
    value: { string: text },
    metadata: {
      QueueTrigger: { string: text },
      DequeueCount: { int: message.dequeueCount },
      Id: { string: message.messageId },
      PopReceipt: { string: message.popReceipt },
      InsertionTime: time(message.insertedOn),
      ExpirationTime: time(message.expiresOn),
      NextVisibleTime: time(message.nextVisibleOn),
    },
  };
}

function time(instant: Date): TypedData {
  return { json: JSON.stringify(instant.toISOString().replace(/\.000Z$/, "+00:00")) };
}
