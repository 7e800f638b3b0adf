/** Container, ColumnSet and Column: the elements that hold others. */
import { z } from "zod";
import { html, type Html } from "../page/html.ts";
import { fillWord, flag, word } from "./words.ts";

/** Draws a list of elements one below the other; given from outside, since elements hold elements. */
export type DrawItems = (items: readonly unknown[]) => Html;

const containerSchema = z.object({ items: z.array(z.unknown()), style: fillWord, bleed: flag(false) });
const columnSchema = z.object({
  items: z.array(z.unknown()).catch([]),
  style: fillWord,
  width: z.union([z.string(), z.number()]).catch("stretch"),
  verticalContentAlignment: word(["top", "center", "bottom"], "top"),
});
const columnSetSchema = z.object({ columns: z.array(columnSchema), style: fillWord });

export function container(element: unknown, drawItems: DrawItems): Html {
  const { items, style, bleed } = containerSchema.parse(element);
  return html`<div class="fill-${style}${bleed ? " bleed" : ""}">${drawItems(items)}</div>`;
}

export function columnSet(element: unknown, drawItems: DrawItems): Html {
  const { columns, style } = columnSetSchema.parse(element);
  const cells = columns.map(
    (column) =>
      html`<div
        class="column ${widthClass(column.width)} fill-${column.style} at-${column.verticalContentAlignment}"
      >
        ${drawItems(column.items)}
      </div>`,
  );
  return html`<div class="columns fill-${style}">${cells}</div>`;
}

/** Weights become one of twelve classes and pixel widths fit their content: the page allows no inline styles. */
function widthClass(width: string | number): string {
  const weight = Number(width);
  if (width === "stretch") return "stretch";
  return weight > 0
    ? `share-${Math.min(12, Math.max(1, Math.round(weight > 12 ? weight / 10 : weight)))}`
    : "auto";
}
