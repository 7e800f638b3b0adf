/** Sends a notice as an SMS through Twilio. */
import type { SendOutcome, Sender } from "../../application/ports.ts";
import type { Instant } from "../../domain/time.ts";
import { findMessage, type Sms } from "./find-message.ts";
import { smsText } from "./sms-text.ts";
import { makeTwilioClient, type TwilioAccess, type TwilioClient } from "./twilio-client.ts";
import { outcomeOfError, TwilioSilenceError } from "./twilio-errors.ts";

export interface TwilioConfig extends TwilioAccess {
  readonly sender: { readonly messagingServiceSid: string } | { readonly from: string };
}

/** After this Twilio gives up: an alert that comes later misleads. */
const validitySeconds = 900;

/**
 * The receipt is the message's sid. Where an earlier attempt may have been accepted, that message is looked up, and counts;
 * while it cannot be looked up nothing is sent.
 */
export function makeSmsSender(config: TwilioConfig): Sender {
  const getClient = makeTwilioClient(config);
  return {
    send: async ({ target, notice, unknownSince }) => {
      const sms: Sms = { to: target.address, body: smsText(notice) };
      try {
        return await sendOnce(await getClient(), config.sender, sms, unknownSince);
      } catch (error) {
        return outcomeOfError(error);
      }
    },
  };
}

async function sendOnce(
  client: TwilioClient,
  sender: TwilioConfig["sender"],
  sms: Sms,
  unknownSince: Instant | undefined,
): Promise<SendOutcome> {
  if (unknownSince !== undefined) {
    const sid = await findMessage(client, sms, unknownSince);
    if (sid !== undefined) return { name: "accepted", receipt: sid };
  }
  const message = await client.messages.create({ ...sms, ...sender, validityPeriod: validitySeconds });
  if (!message.sid) throw new TwilioSilenceError("Twilio's answer names no message");
  return { name: "accepted", receipt: message.sid };
}
