/** What the product's adapters would send, for the tests of the outbox: cards by fetch, SMS by the real `twilio` package. */
import twilio from "twilio";
import type { RequestOptions } from "twilio/lib/base/RequestClient.js";
import { z } from "zod";
import type { Outbox } from "../../../dev/outbox/outbox.ts";

export const account = `AC${"0123456789abcdef".repeat(2)}`;
export const phone = "+4790012345";
export const sender = "+15005550006";

export function cardPayload(
  summary: string,
  body: readonly object[] = [{ type: "TextBlock", text: summary }],
) {
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.5",
    body,
  };
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", summary, attachments: [{ contentType, contentUrl: null, content }] };
}

/** `payload` goes out as JSON, or as it is when it is a text already. */
export function postWorkflow(outbox: Outbox, name: string, payload: unknown): Promise<Response> {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const headers = { "content-type": "application/json" };
  return fetch(outbox.workflowUrl(name), { method: "POST", headers, body });
}

/** The package knows no other host than Twilio's, so its HTTP client is told one. */
class LoopbackClient extends twilio.RequestClient {
  readonly #url: string;

  constructor(url: string, timeoutMs: number) {
    super({ timeout: timeoutMs });
    this.#url = url;
  }

  override request<TData>(options: RequestOptions<TData>) {
    const { pathname, search } = new URL(options.uri);
    return super.request<TData>({ ...options, uri: `${this.#url}${pathname}${search}` });
  }
}

export function twilioClient(outbox: Outbox, timeoutMs = 5_000) {
  return twilio(account, "secret", { httpClient: new LoopbackClient(outbox.url, timeoutMs) });
}

/** The raw request behind `messages.create`, for what the package would not send. */
export function postForm(
  outbox: Outbox,
  form: Record<string, string>,
  authorization?: string,
  sid = account,
): Promise<Response> {
  const basic = `Basic ${Buffer.from(`${sid}:secret`).toString("base64")}`;
  const headers = { authorization: authorization ?? basic };
  const url = `${outbox.url}/2010-04-01/Accounts/${sid}/Messages.json`;
  return fetch(url, { method: "POST", headers, body: new URLSearchParams(form) });
}

export function postFault(outbox: Outbox, fault: object): Promise<Response> {
  return fetch(`${outbox.url}/faults`, { method: "POST", body: JSON.stringify(fault) });
}

const messagesSchema = z.strictObject({
  value: z.array(
    z.strictObject({
      at: z.iso.datetime({ precision: 3 }),
      channel: z.string(),
      to: z.string(),
      text: z.string(),
      body: z.unknown(),
    }),
  ),
});

/** What the outbox says it got, checked against the promised shape. */
export async function messagesOf(outbox: Outbox) {
  return messagesSchema.parse(await (await fetch(`${outbox.url}/messages`)).json()).value;
}
