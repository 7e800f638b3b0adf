/** Errors with the shape and the words of Twilio's REST API. */
import type { Fault } from "../faults.ts";
import { retryHeaders } from "../receive.ts";
import { jsonReply, type Reply } from "../reply.ts";

/** What each code says; `%s` stands for the offending value. */
const wording = new Map<number, { readonly status: number; readonly message: string }>([
  [20001, { status: 400, message: "Parameter '%s' is not valid." }],
  [20003, { status: 401, message: "Authenticate" }],
  [20404, { status: 404, message: "The requested resource %s was not found" }],
  [20429, { status: 429, message: "Too Many Requests" }],
  [20500, { status: 500, message: "Internal Server Error" }],
  [21211, { status: 400, message: "The 'To' number %s is not a valid phone number." }],
  [
    21212,
    {
      status: 400,
      message: "The 'From' number %s is not a valid phone number, shortcode or alphanumeric sender ID.",
    },
  ],
  [21266, { status: 400, message: "'To' and 'From' number cannot be the same: %s" }],
  [
    21408,
    {
      status: 400,
      message:
        "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: %s.",
    },
  ],
  [21602, { status: 400, message: "Message body is required." }],
  [21603, { status: 400, message: "A 'From' phone number is required." }],
  [21604, { status: 400, message: "A 'To' phone number is required." }],
  [
    21606,
    {
      status: 400,
      message:
        "The 'From' phone number %s is not a valid, SMS-capable inbound phone number or short code for your account.",
    },
  ],
  [
    21608,
    {
      status: 400,
      message: "The number %s is unverified. Trial accounts cannot send messages to unverified numbers.",
    },
  ],
  [21609, { status: 400, message: "The 'StatusCallback' URL %s is not a valid URL." }],
  [21610, { status: 400, message: "Attempt to send to unsubscribed recipient" }],
  [
    21611,
    { status: 429, message: "This 'From' number %s has exceeded the maximum number of queued messages." },
  ],
  [
    21612,
    {
      status: 400,
      message: "Message cannot be sent with the current combination of 'To' (%s) and/or 'From' parameters.",
    },
  ],
  [21614, { status: 400, message: "'To' number %s is not a valid mobile number." }],
  [21617, { status: 400, message: "The concatenated message body exceeds the 1600 character limit." }],
  [21701, { status: 404, message: "The Messaging Service %s does not exist." }],
]);
const codesByStatus = new Map([
  [401, 20003],
  [404, 20404],
  [429, 20429],
]);

/** `value` is what the message names as wrong. */
export function twilioError(code: number, value = "", headers: Record<string, string> = {}): Reply {
  return errorReply(code, wording.get(code)?.status ?? 400, value, headers);
}

/** A fault's code, or the one that goes with its status. */
export function twilioFailure(fault: Fault): Reply {
  const fallback = codesByStatus.get(fault.status) ?? (fault.status >= 500 ? 20500 : 20001);
  const code = typeof fault.code === "number" ? fault.code : fallback;
  return errorReply(code, fault.status, "", retryHeaders(fault));
}

function errorReply(code: number, status: number, value: string, headers: Record<string, string>): Reply {
  const message = (wording.get(code)?.message ?? "The outbox was asked to fail like this.").replace(
    "%s",
    () => value,
  );
  const body = { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  return jsonReply(status, body, headers);
}
