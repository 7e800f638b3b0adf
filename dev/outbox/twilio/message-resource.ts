/** Twilio's Message resource, as the API answers it right after sending and when it is looked up later. */
import type { SmsMessage } from "../message.ts";
import { segmentsOf } from "./segments.ts";

export const apiVersion = "2010-04-01";

/** As Twilio first answers: not sent yet, and with a messaging service not even the sender is chosen. */
export function newResource(message: Omit<SmsMessage, "seq">) {
  const byService = message.body["MessagingServiceSid"] !== undefined;
  return {
    ...resourceOf(message),
    status: byService ? "accepted" : "queued",
    num_segments: byService ? "0" : String(segmentsOf(message.text).segments),
    date_sent: null,
  };
}

/** As a look-up finds it: this Twilio has sent everything at once. */
export function resourceOf(message: Omit<SmsMessage, "seq">) {
  const created = rfc2822(message.at);
  const uri = `/${apiVersion}/Accounts/${message.accountSid}/Messages/${message.sid}`;
  return {
    account_sid: message.accountSid,
    api_version: apiVersion,
    body: message.text,
    date_created: created,
    date_sent: created,
    date_updated: created,
    direction: "outbound-api",
    error_code: null,
    error_message: null,
    from: message.body["From"] ?? null,
    messaging_service_sid: message.body["MessagingServiceSid"] ?? null,
    num_media: "0",
    num_segments: String(segmentsOf(message.text).segments),
    price: null,
    price_unit: "USD",
    sid: message.sid,
    status: "sent",
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** Such as `Sat, 21 Nov 2026 09:00:00 +0000`: whole seconds, as Twilio keeps them. */
function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace("GMT", "+0000");
}
