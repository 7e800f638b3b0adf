/**
 * What a poisoned message becomes: one message for each of its elements, each marked with how often it came back.
 * The mark is a member of the message's JSON, because a message that is sent again is a new one to its queue.
 */

/** So often a message comes back; after that it is rejected. */
export const MOST_REPLAYS = 3;

/** One JSON value of a message. */
export type Element =
  /** To be sent again, marked. */
  | { readonly name: "again"; readonly text: string }
  /** It came back as often as it may. `text` is without the mark: it says what the message said at first. */
  | { readonly name: "exhausted"; readonly text: string; readonly value: Readonly<Record<string, unknown>> }
  /** It cannot be marked: it is no JSON object. None of our handlers takes it. */
  | { readonly name: "notAnObject"; readonly text: string }
  /** It is no JSON at all. */
  | { readonly name: "notJson"; readonly text: string };

/** What a message's text holds. An array is taken apart, an empty one is nothing. */
export function elementsOf(text: string): Element[] {
  const parsed = parse(text);
  if (parsed === undefined) return [{ name: "notJson", text }];
  if (!Array.isArray(parsed.value)) return [elementOf(parsed.value, text)];
  const values: unknown[] = parsed.value;
  return values.map((value) => elementOf(value, text));
}

function elementOf(value: unknown, whole: string): Element {
  try {
    if (!isObject(value)) return { name: "notAnObject", text: JSON.stringify(value) };
    const { replays, ...content } = value;
    const count = typeof replays === "number" && replays > 0 ? Math.trunc(replays) : 0;
    if (count >= MOST_REPLAYS) return { name: "exhausted", text: JSON.stringify(content), value: content };
    return { name: "again", text: JSON.stringify({ ...content, replays: count + 1 }) };
  } catch {
    // JSON that nests deeper than the stack can be read, and not written.
    return { name: "notAnObject", text: whole };
  }
}

/** JSON, or JSON as text within JSON, which the handlers take as well. Undefined for what is neither. */
function parse(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return typeof value === "string" ? parse(value) : { value };
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
