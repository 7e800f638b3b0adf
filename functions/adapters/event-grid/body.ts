/** What a queue message or a push delivers, taken apart: JSON or its text, one event or an array of them. */
import { UnreadableEventError } from "./unreadable.ts";

const lenientUtf8 = new TextDecoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });
const BYTE_ORDER_MARK = "\uFEFF";

function textOf(body: unknown, utf8: Pick<typeof strictUtf8, "decode">): string | undefined {
  if (typeof body === "string") return body.startsWith(BYTE_ORDER_MARK) ? body.slice(1) : body;
  return body instanceof Uint8Array ? utf8.decode(body) : undefined;
}

/**
 * Parses what may still be text or bytes; anything else is taken as parsed already. Throws `SyntaxError`, or
 * `TypeError` for bytes that are not UTF-8: read as replacement characters they would be another text.
 */
export function parseJson(value: unknown): unknown {
  const text = textOf(value, strictUtf8);
  return text === undefined ? value : JSON.parse(text);
}

/**
 * The events of a body, not looked at yet. The platform parses a queue message that is JSON and hands over the
 * text of one that is not, so both arrive. Throws `UnreadableEventError`.
 */
export function elementsOf(body: unknown): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = parseJson(body);
  } catch (cause) {
    throw new UnreadableEventError("notJson", "The body is not JSON.", { cause });
  }
  return Array.isArray(parsed) ? parsed : [parsed];
}

/**
 * An element of a body as the text under which it is kept; the body itself where that is not JSON. Never
 * throws.
 */
export function bodyText(element: unknown, body: unknown): string {
  const text = textOf(element, lenientUtf8);
  if (text !== undefined) return text;
  try {
    return JSON.stringify(element) ?? String(element);
  } catch (error) {
    // JSON that nests deeper than the stack can be read, and not written.
    return textOf(body, lenientUtf8) ?? `[cannot be written as JSON: ${String(error)}]`;
  }
}
