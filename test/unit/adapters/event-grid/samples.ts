/** The payloads of `test/fixtures/event-grid`, and events made from them for tables of one change each. */
import { readFileSync } from "node:fs";

export type Json = Record<string, unknown>;

/** A day after the youngest of the captured events. */
export const NOW = Date.parse("2022-11-08T12:00:00.000Z");

const FOLDER = new URL("../../../fixtures/event-grid/", import.meta.url);

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The events of a fixture, parsed anew, so that a test may change them. */
export function fixture(name: string): Json[] {
  const parsed: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));
  if (!Array.isArray(parsed) || !parsed.every(isJson)) throw new TypeError(`${name} is no array of objects`);
  return parsed;
}

export const FIXTURES = [
  "device-connected.cloud-events",
  "device-connected.event-grid-schema",
  "device-created.event-grid-schema",
  "device-deleted.event-grid-schema",
  "device-disconnected-empty-module.cloud-events",
  "device-telemetry.event-grid-schema",
  "edge-modules-connected-batch.captured.cloud-events",
  "edge-modules-disconnected-batch.captured.cloud-events",
  "module-telemetry.captured.cloud-events",
  "subscription-validation.event-grid-schema",
];

/** `data` of a connection event of the device `d1`, with some fields changed; `undefined` takes one away. */
export function connectionData(changes: Json = {}): Json {
  return withChanges(
    {
      deviceConnectionStateEventInfo: { sequenceNumber: "1A" },
      hubName: "hub",
      deviceId: "d1",
    },
    changes,
  );
}

/** A `DeviceConnected` CloudEvent with some fields changed; `undefined` takes one away. */
export function cloudEvent(changes: Json = {}): Json {
  const event = {
    id: "e1",
    source: "/SUBSCRIPTIONS/0/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/HUB",
    specversion: "1.0",
    type: "Microsoft.Devices.DeviceConnected",
    subject: "devices/d1",
    time: "2022-11-07T11:00:25.1191309Z",
    data: connectionData(),
  };
  return withChanges(event, changes);
}

/** The same in the Event Grid schema. */
export function eventGridEvent(changes: Json = {}): Json {
  const event = {
    id: "e1",
    topic: "/SUBSCRIPTIONS/0/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/HUB",
    subject: "devices/d1",
    eventType: "Microsoft.Devices.DeviceConnected",
    eventTime: "2022-11-07T11:00:25.1191309Z",
    data: connectionData(),
    dataVersion: "1",
    metadataVersion: "1",
  };
  return withChanges(event, changes);
}

function withChanges(object: Json, changes: Json): Json {
  return Object.fromEntries(
    Object.entries({ ...object, ...changes }).filter(([, value]) => value !== undefined),
  );
}
