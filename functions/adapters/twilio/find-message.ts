/** Looks for a message that Twilio may have taken though its answer never came: Twilio has no idempotency key. */
import { MINUTE_MS, type Instant } from "../../domain/time.ts";
import type { TwilioClient } from "./twilio-client.ts";

/** Twilio's clock may be behind ours. */
const toleranceMs = MINUTE_MS;
/** One page, newest first. A number gets 20 of our messages a day. */
const looksAt = 100;

export interface Sms {
  readonly to: string;
  readonly body: string;
}

/**
 * The sid of the message that says this to this number and was created since then. Not filtered by date at Twilio: its
 * filter is for the day of sending, which a message that still waits does not have.
 */
export async function findMessage(
  client: TwilioClient,
  sms: Sms,
  since: Instant,
): Promise<string | undefined> {
  const messages = await client.messages.list({ to: sms.to, limit: looksAt });
  return messages.find(
    ({ body, dateCreated }) =>
      // A trial account's messages begin with words of Twilio's.
      body.endsWith(sms.body) && dateCreated.getTime() >= since - toleranceMs,
  )?.sid;
}
