/**
 * What Event Grid and IoT Hub promise of an event, as JSON Schemas written from their documentation and not from the
 * reader: CloudEvents 1.0 and the Event Grid schema around the `data` of the five device events. Hubs are looser here
 * than Azure's rule for their names, as the reader is by design.
 */
import { Ajv } from "ajv";

const text = { type: "string" };
const textOrNone = { type: ["string", "null"] };
/** Letters, digits and `- : . + % _ # * ? ! ( ) , = @ ; $ '`. */
const idCharacters = "[A-Za-z0-9\\-:.+%_#*?!(),=@;$']";
const deviceId = { type: "string", pattern: `^${idCharacters}{1,128}$` };
const moduleId = { ...textOrNone, pattern: `^${idCharacters}{0,128}$` };
const hubName = { ...textOrNone, pattern: "^[!-.0-~]{0,128}$" };
const eventId = { type: "string", pattern: "^[^]{1,256}$" };

const cloudEvent = {
  type: "object",
  required: ["specversion", "id", "source", "type", "time"],
  properties: {
    specversion: { const: "1.0" },
    id: eventId,
    source: text,
    type: text,
    time: text,
    subject: text,
    datacontenttype: text,
    dataschema: text,
    data_base64: {
      type: "string",
      pattern: "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$",
    },
  },
  oneOf: [{ required: ["data"] }, { required: ["data_base64"] }],
};

const eventGridEvent = {
  type: "object",
  required: ["id", "subject", "eventType", "eventTime", "data"],
  properties: {
    id: eventId,
    topic: text,
    subject: text,
    eventType: text,
    eventTime: text,
    dataVersion: text,
    metadataVersion: { const: "1" },
  },
};

const lifeData = { type: "object", required: ["deviceId"], properties: { deviceId, moduleId, hubName } };
const connectionData = {
  type: "object",
  required: ["deviceId", "deviceConnectionStateEventInfo"],
  properties: {
    deviceId,
    moduleId,
    hubName,
    deviceConnectionStateEventInfo: {
      type: "object",
      required: ["sequenceNumber"],
      properties: { sequenceNumber: { type: "string", pattern: "^[0-9A-Fa-f]{1,64}$" } },
    },
  },
};
const telemetryData = {
  type: "object",
  required: ["systemProperties"],
  properties: {
    systemProperties: {
      type: "object",
      required: ["iothub-connection-device-id"],
      properties: { "iothub-connection-device-id": deviceId, "iothub-connection-module-id": moduleId },
    },
  },
};

/** Lengths in UTF-16, own properties alone: what a value inherits was not sent. */
const ajv = new Ajv({ strict: false, unicodeRegExp: false, ownProperties: true });

export const isCloudEvent = ajv.compile<Readonly<Record<string, unknown>>>(cloudEvent);
export const isEventGridEvent = ajv.compile<Readonly<Record<string, unknown>>>(eventGridEvent);
export const isDataOf: Readonly<Record<string, (data: unknown) => boolean>> = {
  connected: ajv.compile(connectionData),
  disconnected: ajv.compile(connectionData),
  created: ajv.compile(lifeData),
  deleted: ajv.compile(lifeData),
  telemetry: ajv.compile(telemetryData),
};
