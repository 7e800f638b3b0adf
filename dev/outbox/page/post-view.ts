/** A workflow's message as a post in a Teams channel. */
import { renderCard } from "../card/card.ts";
import type { WorkflowMessage } from "../message.ts";
import { workflowLimitBytes } from "../workflow.ts";
import { clockTime } from "./clock-time.ts";
import { html, ownMarkup, type Html } from "./html.ts";
import { icon } from "./icons.ts";

export function post({ at, to, text, body }: WorkflowMessage): Html {
  const cards = body.attachments.map(({ content }) => renderCard(content));
  const payload = JSON.stringify(body, undefined, 2);
  const kilobytes = (Buffer.byteLength(JSON.stringify(body)) / 1024).toFixed(1);
  return html`<article class="post" aria-label="${text}">
    <span class="avatar">${ownMarkup(icon.workflow)}</span>
    <div class="post-main">
      <header class="post-head">
        <b>Workflows</b> ${clockTime(at)}
        <span class="channel"><span class="sr">in channel </span>${to}</span>
      </header>
      ${cards}
      <details class="payload">
        <summary>Payload <span class="size">${kilobytes} of ${workflowLimitBytes / 1024} KB</span></summary>
        <pre tabindex="0">${payload}</pre>
      </details>
    </div>
  </article>`;
}
