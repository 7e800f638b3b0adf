/** Event Grid's deliveries in the domain's words: evidence about identities, and what could not be read. */
import type { KnownSystemEventTypes } from "@azure/eventgrid";

import type { ConnectionEvent, LifeEvent } from "../../domain/evidence.ts";
import type { Identity } from "../../domain/identity.ts";
import type { Instant } from "../../domain/time.ts";
import { bodyText, elementsOf } from "./body.ts";
import { readConnectionData, readLifeData, readTelemetryData } from "./device-data.ts";
import { readEnvelope } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";
import { readEventTime } from "./event-time.ts";
import { quote, UnreadableEventError } from "./unreadable.ts";
import type { UnreadableReason } from "./unreadable.ts";

export interface AcceptedEvent {
  readonly evidence: ConnectionEvent | LifeEvent;
  readonly identity: Identity;
  readonly eventId: string;
}

export interface UnreadEvent {
  readonly reason: UnreadableReason;
  /** One sentence that names the field. */
  readonly detail: string;
  /** The whole event as JSON, or the text that is none. */
  readonly body: string;
}

export interface ReadEvents {
  readonly accepted: readonly AcceptedEvent[];
  readonly rejected: readonly UnreadEvent[];
}

type DeviceEventType = Extract<KnownSystemEventTypes, `Microsoft.Devices.${string}`>;

const KINDS: { readonly [Type in DeviceEventType]: AcceptedEvent["evidence"]["kind"] } = {
  "Microsoft.Devices.DeviceConnected": "connected",
  "Microsoft.Devices.DeviceDisconnected": "disconnected",
  "Microsoft.Devices.DeviceCreated": "created",
  "Microsoft.Devices.DeviceDeleted": "deleted",
  "Microsoft.Devices.DeviceTelemetry": "telemetry",
};

function isDeviceEventType(type: string): type is DeviceEventType {
  return Object.hasOwn(KINDS, type);
}

function readDeviceEvent(envelope: Envelope, now: Instant): AcceptedEvent {
  const { id: eventId, type, source, data } = envelope;
  if (!isDeviceEventType(type)) {
    throw new UnreadableEventError(
      "unknownType",
      `The type ${quote(type)} is none of IoT Hub's device events.`,
    );
  }
  const at = readEventTime(envelope.time, envelope.timeField, now);
  const kind = KINDS[type];
  switch (kind) {
    case "connected":
    case "disconnected": {
      const { identity, sequence } = readConnectionData(data, source);
      return { evidence: { kind, sequence, at, eventId }, identity, eventId };
    }
    case "created":
    case "deleted":
      return { evidence: { kind, at }, identity: readLifeData(data, source), eventId };
    case "telemetry":
      return { evidence: { kind, at }, identity: readTelemetryData(data, source), eventId };
    default:
      return kind satisfies never;
  }
}

function unread(error: unknown, element: unknown, body: unknown): UnreadEvent {
  if (!(error instanceof UnreadableEventError)) throw error;
  return { reason: error.reason, detail: error.message, body: bodyText(element, body) };
}

/**
 * Reads what a queue message or a push delivers at `now`: an event or an array of events, in the Event Grid
 * schema or as CloudEvents 1.0, parsed, as text or as bytes. Each element is accepted or rejected by itself, in
 * its order; an empty array is neither. Never rejects its promise for anything that `body` holds.
 */
export async function readEvents(body: unknown, now: Instant): Promise<ReadEvents> {
  const accepted: AcceptedEvent[] = [];
  const rejected: UnreadEvent[] = [];
  let elements: readonly unknown[] = [];
  try {
    elements = elementsOf(body);
  } catch (error) {
    rejected.push(unread(error, body, body));
  }
  for (const element of elements) {
    try {
      accepted.push(readDeviceEvent(await readEnvelope(element), now));
    } catch (error) {
      rejected.push(unread(error, element, body));
    }
  }
  return { accepted, rejected };
}
