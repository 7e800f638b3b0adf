/** HTML that cannot be forgotten to escape: text becomes markup only through the tag below. */

export interface Html {
  readonly markup: string;
}
type Slot = Html | readonly Html[] | string | number | undefined;

/** Escapes every slot but Html itself; undefined leaves nothing. */
export function html(parts: TemplateStringsArray, ...slots: readonly Slot[]): Html {
  const markup = parts.map((part, index) => part + (index < slots.length ? markupOf(slots[index]) : ""));
  return { markup: markup.join("") };
}

/** Only for what this project wrote itself, such as its style sheet. */
export function ownMarkup(markup: string): Html {
  return { markup };
}

function markupOf(slot: Slot): string {
  if (slot === undefined) return "";
  if (typeof slot === "string" || typeof slot === "number") return escaped(String(slot));
  return "markup" in slot ? slot.markup : slot.map(({ markup }) => markup).join("");
}

const entities = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities.get(character) ?? "");
}
