/** A card's buttons. From a workflow only links work; anything else is named, so that nobody mistakes it for a button. */
import { z } from "zod";
import { html, type Html } from "../page/html.ts";
import { note } from "./note.ts";
import { isWebLink, word } from "./words.ts";

const openUrlSchema = z.object({
  type: z.literal("Action.OpenUrl"),
  title: z.string(),
  url: z.string().refine(isWebLink),
  style: word(["default", "positive", "destructive"], "default"),
});
const actionSetSchema = z.object({ actions: z.array(z.unknown()) });

export function actionSet(element: unknown): Html {
  return actionRow(actionSetSchema.parse(element).actions);
}

export function actionRow(actions: readonly unknown[]): Html {
  return html`<div class="actions">${actions.map(action)}</div>`;
}

function action(input: unknown): Html {
  const parsed = openUrlSchema.safeParse(input);
  if (!parsed.success) return note(input, "is no link that a card from a workflow can offer");
  const { title, url, style } = parsed.data;
  return html`<a class="action ${style}" href="${url}" target="_blank" rel="noopener noreferrer"
    >${title}</a
  >`;
}
