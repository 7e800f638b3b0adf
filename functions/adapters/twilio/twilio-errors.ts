/**
 * What can go wrong at Twilio, and what it means for the delivery. The SDK's own errors end where these begin: its network
 * errors carry the credentials, so neither they nor their messages are kept.
 */
import type { SendOutcome } from "../../application/ports.ts";
import { retryAfterField } from "../retry-after.ts";

/** Twilio answered, and not with success. */
export class TwilioRefusalError extends Error {
  override readonly name = "TwilioRefusalError";
  readonly status: number;
  readonly code: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(answer: { status: number; code: number | undefined; retryAfterMs: number | undefined }) {
    super(`Twilio answered ${answer.status}`);
    this.status = answer.status;
    this.code = answer.code;
    this.retryAfterMs = answer.retryAfterMs;
  }
}

/** No answer, or none that can be read: whether Twilio took the request is unknown. */
export class TwilioSilenceError extends Error {
  override readonly name = "TwilioSilenceError";
}

/** The SDK does not take what we were configured with. */
export class TwilioConfigurationError extends Error {
  override readonly name = "TwilioConfigurationError";
}

type Meaning = "number" | "configuration" | "throttled";

const meanings = new Map<number, readonly [Meaning, string]>([
  [21211, ["number", "not a phone number"]],
  [21614, ["number", "not a mobile number"]],
  [21610, ["number", "has opted out"]],
  [21612, ["number", "cannot be reached from this sender"]],
  [21408, ["number", "its region is not enabled"]],
  [21608, ["number", "not verified for a trial account"]],
  [20003, ["configuration", "the credentials are refused"]],
  [21606, ["configuration", "the sender is not ours or cannot send SMS"]],
  [30034, ["configuration", "the sender is not registered"]],
  [30032, ["configuration", "the toll-free sender is not verified"]],
  [20429, ["throttled", "too many requests"]],
  [21611, ["throttled", "the sender's queue is full"]],
  [30001, ["throttled", "the queue is full"]],
]);

/** Whatever was thrown, as an outcome that holds no secret and no number. */
export function outcomeOfError(error: unknown): SendOutcome {
  if (error instanceof TwilioRefusalError) return outcomeOfRefusal(error);
  if (error instanceof TwilioConfigurationError) return { name: "permanent", error: error.message };
  if (error instanceof TwilioSilenceError) return { name: "transient", error: error.message };
  const word = error instanceof Error ? error.name : typeof error;
  return { name: "transient", error: `Twilio could not be asked (${word})` };
}

function outcomeOfRefusal({ status, code, retryAfterMs }: TwilioRefusalError): SendOutcome {
  const [meaning, words] = meanings.get(code ?? 0) ?? [undefined, undefined];
  const coded = code === undefined ? `Twilio answered ${status}` : `Twilio answered ${status}, code ${code}`;
  const error = meaning === undefined ? coded : `${coded}: ${meaning}, ${words}`;
  const passes =
    meaning === undefined ? status >= 500 || status === 408 || status === 429 : meaning === "throttled";
  return passes
    ? { name: "transient", error, ...retryAfterField(retryAfterMs) }
    : { name: "permanent", error };
}
