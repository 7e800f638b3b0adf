/** What an Event Grid event cannot be read for, in words that the log, the API and the tests share. */

export type UnreadableReason =
  /** The text is not JSON. */
  | "notJson"
  /** JSON, but neither a CloudEvent 1.0 nor an event of the Event Grid schema. */
  | "notAnEvent"
  /** An event, but none of the five that IoT Hub publishes. */
  | "unknownType"
  /** A hub, device or module id that is missing, too long, or has characters that IoT Hub does not allow. */
  | "badIdentity"
  /** A sequence number that is missing, not hexadecimal, or longer than 64 digits. */
  | "badSequence"
  /** A time that is none, or more than a day ahead. */
  | "badTime";

/** One event cannot be read; its neighbours are not concerned. The message is one sentence naming the field. */
export class UnreadableEventError extends Error {
  override readonly name = "UnreadableEventError";
  readonly reason: UnreadableReason;

  constructor(reason: UnreadableReason, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.reason = reason;
  }
}

const QUOTED_CHARACTERS = 80;

/** A value as JSON for a sentence, cut so that a hostile one cannot fill the log. */
export function quote(value: string): string {
  return JSON.stringify(
    value.length > QUOTED_CHARACTERS ? `${value.slice(0, QUOTED_CHARACTERS - 1)}…` : value,
  );
}
