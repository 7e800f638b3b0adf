/** Text messages as bubbles in the thread of the phone that got them. */
import type { SmsMessage } from "../message.ts";
import { segmentsOf } from "../twilio/segments.ts";
import { clockTime } from "./clock-time.ts";
import { html, ownMarkup, type Html } from "./html.ts";
import { icon } from "./icons.ts";

/** The frame of a phone; `message` is any that it got. */
export function phone({ to, body }: SmsMessage, bubbles: readonly Html[]): Html {
  const sender = body["From"] ?? body["MessagingServiceSid"] ?? "";
  return html`<section class="phone" aria-label="Phone ${to}">
    <header class="phone-owner">${ownMarkup(icon.phone)}<span>${to}</span></header>
    <div class="screen">
      <div class="sender">
        <span class="avatar round">${ownMarkup(icon.person)}</span><span class="sender-name">${sender}</span>
      </div>
      <div class="thread" data-thread="${to}" role="log" tabindex="0" aria-label="Text messages to ${to}">
        ${bubbles}
      </div>
    </div>
  </section>`;
}

export function bubble({ at, text }: SmsMessage): Html {
  const { encoding, units, segments, capacity } = segmentsOf(text);
  const count = `${segments} ${segments === 1 ? "segment" : "segments"}`;
  return html`<article class="sms">
    <p class="bubble">${text}</p>
    <p class="sms-meta">
      ${clockTime(at)}<span class="${segments > 1 ? "many" : "one"}">${count}</span><span>${encoding}</span
      ><span title="Units used of those that ${count} can hold">${units} / ${capacity}</span>
    </p>
  </article>`;
}
