/** One accepted message as a fragment of the page: the same markup on loading and in the event stream. */
import type { OutboxMessage, SmsMessage, WorkflowMessage } from "../message.ts";
import { html, type Html } from "./html.ts";
import { bubble, phone } from "./phone-view.ts";
import { post } from "./post-view.ts";

/** What the page's script needs to put a message where it belongs. */
export interface MessageView {
  readonly lane: "teams" | "phones";
  /** Messages of one thread stand below each other in one list. */
  readonly thread: string;
  /** The markup of a thread that the page does not have yet. */
  readonly frame: string;
  readonly markup: string;
}

export const teamsThread = "teams";

export function renderMessage(message: OutboxMessage): MessageView {
  return message.channel === "sms" ? smsView(message) : workflowView(message);
}

/** The thread of each phone number, for the page's first drawing; in order of their first messages. */
export function renderPhones(messages: readonly SmsMessage[]): readonly Html[] {
  return [...Map.groupBy(messages, ({ to }) => to).values()].flatMap((thread) => {
    const [first] = thread;
    return first === undefined ? [] : [phone(first, thread.map(bubble))];
  });
}

export function renderPosts(messages: readonly WorkflowMessage[]): Html {
  return html`${messages.map(post)}`;
}

function smsView(message: SmsMessage): MessageView {
  const { markup } = bubble(message);
  return { lane: "phones", thread: message.to, frame: phone(message, []).markup, markup };
}

function workflowView(message: WorkflowMessage): MessageView {
  return { lane: "teams", thread: teamsThread, frame: "", markup: post(message).markup };
}
