/** When something arrived, for a reader on this machine. */
import { html, type Html } from "./html.ts";

const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", hourCycle: "h23" });
const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

export function clockTime(at: number): Html {
  const instant = new Date(at);
  return html`<time datetime="${instant.toISOString()}" title="${date.format(instant)}"
    >${time.format(instant)}</time
  >`;
}
