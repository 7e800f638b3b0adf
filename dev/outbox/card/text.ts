/** TextBlock, RichTextBlock and FactSet: the elements that hold a card's words. */
import { z } from "zod";
import { html, type Html } from "../page/html.ts";
import { markdown } from "./markdown.ts";
import { alignWord, colorWord, flag, fontWord, sizeWord, weightWord, word } from "./words.ts";

const lookShape = {
  size: sizeWord,
  weight: weightWord,
  color: colorWord,
  fontType: fontWord,
  isSubtle: flag(false),
};
const textBlockSchema = z.object({
  ...lookShape,
  text: z.string(),
  wrap: flag(false),
  maxLines: z.int().min(1).max(10).optional().catch(undefined),
  horizontalAlignment: alignWord,
  style: word(["default", "heading"], "default"),
});
const textRunSchema = z.object({
  ...lookShape,
  text: z.string(),
  italic: flag(false),
  strikethrough: flag(false),
});
const richTextSchema = z.object({
  inlines: z.array(z.union([z.string(), textRunSchema])),
  horizontalAlignment: alignWord,
});
const factSetSchema = z.object({ facts: z.array(z.object({ title: z.string(), value: z.string() })) });

export function textBlock(element: unknown): Html {
  const block = textBlockSchema.parse(element);
  const lines = block.maxLines === undefined ? "" : `clamp-${block.maxLines}`;
  const classes = `text ${lookOf(block)} align-${block.horizontalAlignment} ${block.wrap ? lines : "one-line"}`;
  const heading = block.style === "heading";
  return heading
    ? html`<div class="${classes}" role="heading" aria-level="4">${markdown(block.text)}</div>`
    : html`<div class="${classes}">${markdown(block.text)}</div>`;
}

export function richTextBlock(element: unknown): Html {
  const { inlines, horizontalAlignment } = richTextSchema.parse(element);
  return html`<div class="text align-${horizontalAlignment}">${inlines.map(textRun)}</div>`;
}

function textRun(run: string | z.infer<typeof textRunSchema>): Html {
  if (typeof run === "string") return html`${run}`;
  const style = `${run.italic ? "italic " : ""}${run.strikethrough ? "struck " : ""}`;
  return html`<span class="${style}${lookOf(run)}">${run.text}</span>`;
}

export function factSet(element: unknown): Html {
  const rows = factSetSchema.parse(element).facts.map(
    ({ title, value }) =>
      html`<dt>${markdown(title)}</dt>
        <dd>${markdown(value)}</dd>`,
  );
  return html`<dl class="facts">${rows}</dl>`;
}

function lookOf(look: z.infer<z.ZodObject<typeof lookShape>>): string {
  const subtle = look.isSubtle ? " subtle" : "";
  return `size-${look.size} weight-${look.weight} color-${look.color} font-${look.fontType}${subtle}`;
}
