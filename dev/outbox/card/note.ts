/** What stands where a card holds something that is not drawn here: said, never silently left out. */
import { z } from "zod";
import { html, type Html } from "../page/html.ts";

const typedSchema = z.object({ type: z.string() });

export function note(element: unknown, sentence: string): Html {
  const parsed = typedSchema.safeParse(element);
  return html`<p class="note">
    <code>${parsed.success ? parsed.data.type : "An element without a type"}</code> ${sentence}.
  </p>`;
}
