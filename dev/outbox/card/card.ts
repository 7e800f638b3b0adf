/**
 * Draws an Adaptive Card as Teams would: the elements of version 1.2 that alert cards are made of, inside the 1.5 envelope.
 * The card is untrusted; whatever it says becomes text, and only web addresses become links.
 */
import { z } from "zod";
import type { AdaptiveCard } from "../message.ts";
import { html, type Html } from "../page/html.ts";
import { actionRow, actionSet } from "./actions.ts";
import { columnSet, container, type DrawItems } from "./containers.ts";
import { note } from "./note.ts";
import { factSet, richTextBlock, textBlock } from "./text.ts";
import { flag, word } from "./words.ts";

const elementSchema = z.looseObject({
  type: z.string().catch(""),
  isVisible: flag(true),
  separator: flag(false),
  spacing: word(["none", "small", "default", "medium", "large", "extralarge", "padding"], "default"),
  fallback: z.unknown().optional(),
});
type Element = z.infer<typeof elementSchema>;

const drawers = new Map<string, (element: unknown, drawItems: DrawItems) => Html>([
  ["TextBlock", textBlock],
  ["RichTextBlock", richTextBlock],
  ["FactSet", factSet],
  ["Container", container],
  ["ColumnSet", columnSet],
  ["ActionSet", actionSet],
]);

export function renderCard(card: AdaptiveCard): Html {
  const actions = z.array(z.unknown()).catch([]).parse(card["actions"]);
  return html`<div class="card">
    ${drawItems(card.body)}${actions.length > 0 ? actionRow(actions) : undefined}
  </div>`;
}

function drawItems(items: readonly unknown[]): Html {
  return html`<div class="items">${items.map(drawItem)}</div>`;
}

function drawItem(item: unknown): Html {
  const parsed = elementSchema.safeParse(item);
  if (!parsed.success) return note(item, "is no card element");
  const { isVisible, separator, spacing } = parsed.data;
  if (!isVisible) return html``;
  return html`<div class="item gap-${spacing}${separator ? " separator" : ""}">
    ${drawElement(parsed.data)}
  </div>`;
}

function drawElement(element: Element): Html {
  const draw = drawers.get(element.type);
  if (draw === undefined) return fallbackOf(element);
  try {
    return draw(element, drawItems);
  } catch (cause) {
    if (cause instanceof z.ZodError) return note(element, "lacks what it needs to be drawn");
    throw cause;
  }
}

function fallbackOf(element: Element): Html {
  const { fallback } = element;
  if (fallback === "drop") return html``;
  const replacement = elementSchema.safeParse(fallback);
  if (replacement.success) return drawElement(replacement.data);
  return note(element, "is not drawn by the outbox");
}
