/**
 * The envelope of an event, in either schema. The SDK's deserializer judges it, one element at a time, since
 * it refuses a whole array for one bad element. Two fields are kept from it: the time, of which it accepts any
 * text, and `data`, which it copies key by key and takes apart when it is a text.
 */
import { EventGridDeserializer } from "@azure/eventgrid";
import type { CloudEvent, EventGridEvent } from "@azure/eventgrid";

import { UnreadableEventError } from "./unreadable.ts";

export interface Envelope {
  readonly id: string;
  readonly type: string;
  /** The resource that the event comes from: CloudEvents' `source`, Event Grid's `topic`. */
  readonly source: string;
  readonly time: unknown;
  /** What the schema calls the time. */
  readonly timeField: "time" | "eventTime";
  readonly data: unknown;
}

type Element = Readonly<Record<string, unknown>>;

/** Event Grid's own are 36 characters; the longest that is kept beside an event. */
const ID_CHARACTERS = 256;

/** What the documentation lets a publisher leave out of the Event Grid schema. */
const EVENT_GRID_DEFAULTS = { topic: "", dataVersion: "", metadataVersion: "1" };

const deserializer = new EventGridDeserializer();

function isElement(value: unknown): value is Element {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The SDK decodes what is not base64 as far as it goes, and takes lists of numbers for bytes. */
function isBase64(value: unknown): boolean {
  return typeof value === "string" && Buffer.from(value, "base64").toString("base64") === value;
}

async function readCloudEvent({ time, data, ...rest }: Element): Promise<Envelope> {
  if ("data_base64" in rest) {
    if (data !== undefined) throw new TypeError("event has both `data` and `data_base64`");
    if (!isBase64(rest["data_base64"])) throw new TypeError("`data_base64` is not base64");
  }
  const [event]: (CloudEvent<unknown> | undefined)[] = await deserializer.deserializeCloudEvents(rest);
  if (event === undefined) throw new TypeError("event is missing");
  // The event has `data` only where the deserializer found it as base64.
  const { id, type, source, data: bytes } = event;
  return { id, type, source, time, timeField: "time", data: data ?? bytes };
}

async function readEventGridEvent({ eventTime, data, ...rest }: Element): Promise<Envelope> {
  const judged = { ...EVENT_GRID_DEFAULTS, ...rest, eventTime: "", data: {} };
  const [event]: (EventGridEvent<unknown> | undefined)[] =
    await deserializer.deserializeEventGridEvents(judged);
  if (event === undefined) throw new TypeError("event is missing");
  return {
    id: event.id,
    type: event.eventType,
    source: event.topic ?? "",
    time: eventTime,
    timeField: "eventTime",
    data,
  };
}

async function readEither(element: Element): Promise<Envelope> {
  if ("specversion" in element) return await readCloudEvent(element);
  if ("eventType" in element) return await readEventGridEvent(element);
  throw new TypeError("event has neither `specversion` nor `eventType`");
}

/** Reads the envelope of one element. Throws `UnreadableEventError` with the reason `notAnEvent`. */
export async function readEnvelope(element: unknown): Promise<Envelope> {
  if (!isElement(element)) throw new UnreadableEventError("notAnEvent", "An event must be a JSON object.");
  let envelope: Envelope;
  try {
    envelope = await readEither(element);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableEventError("notAnEvent", `The envelope is no event's: ${why}.`, { cause });
  }
  if (envelope.id.length === 0 || envelope.id.length > ID_CHARACTERS) {
    throw new UnreadableEventError("notAnEvent", `\`id\` must have 1 to ${ID_CHARACTERS} characters.`);
  }
  return envelope;
}
