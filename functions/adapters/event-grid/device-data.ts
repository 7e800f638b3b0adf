/**
 * The `data` of IoT Hub's events: whose they are, and the sequence number of a connection event. The SDK's
 * types promise fields that real events leave out (`moduleId`), so a schema reads them.
 */
import * as z from "zod";

import type { Identity } from "../../domain/identity.ts";
import { parseSequence } from "../../domain/sequence.ts";
import type { Sequence } from "../../domain/sequence.ts";
import { parseJson } from "./body.ts";
import { UnreadableEventError } from "./unreadable.ts";
import type { UnreadableReason } from "./unreadable.ts";

const ID_RULE = "must be 1 to 128 of the characters that IoT Hub allows";
const MODULE_RULE = "must be absent, null, empty, or up to 128 of the characters that IoT Hub allows";
const HUB_RULE = "must be a hub's name of up to 128 characters";
const SEQUENCE_RULE = "must be a hexadecimal text of 1 to 64 digits";

/** IoT Hub's alphabet. The `…_OR_EMPTY` forms are for fields of which empty means absent. */
const ID = /^[A-Za-z0-9\-:.+%_#*?!(),=@;$']{1,128}$/;
const ID_OR_EMPTY = /^[A-Za-z0-9\-:.+%_#*?!(),=@;$']{0,128}$/;
/** Visible ASCII without the slash. */
const HUB = /^[!-.0-~]{1,128}$/;
const HUB_OR_EMPTY = /^[!-.0-~]{0,128}$/;

const id = z.string(ID_RULE).regex(ID, ID_RULE);
const moduleId = z.string(MODULE_RULE).regex(ID_OR_EMPTY, MODULE_RULE).nullish();
const hubName = z.string(HUB_RULE).regex(HUB_OR_EMPTY, HUB_RULE).nullish();
const sequenceNumber = z.string(SEQUENCE_RULE);

const lifeData = z.object({ hubName, deviceId: id, moduleId });
const connectionData = lifeData.extend({
  deviceConnectionStateEventInfo: z.object({ sequenceNumber }, "must hold a `sequenceNumber`"),
});
const telemetryData = z.object({
  systemProperties: z.object(
    { "iothub-connection-device-id": id, "iothub-connection-module-id": moduleId },
    "must hold the device's id",
  ),
});

function reasonAt(field: PropertyKey): UnreadableReason {
  return field === "deviceConnectionStateEventInfo" ? "badSequence" : "badIdentity";
}

/** `data` may be an object, JSON as a text, or the bytes of such a text. */
function parseData<T>(schema: z.ZodType<T>, data: unknown): T {
  let parsed: unknown;
  try {
    parsed = parseJson(data);
  } catch (cause) {
    throw new UnreadableEventError("notAnEvent", "`data` is a text that is not JSON.", { cause });
  }
  const result = schema.safeParse(parsed);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path[0];
  if (issue === undefined || field === undefined) {
    throw new UnreadableEventError("notAnEvent", "`data` must be a JSON object.");
  }
  throw new UnreadableEventError(reasonAt(field), `\`data.${issue.path.join(".")}\` ${issue.message}.`);
}

/** Event Grid changes the case of a hub's name between events, and telemetry has it in the resource's id only. */
function hubOf(name: string | null | undefined, source: string): string {
  const hub = name || source.slice(source.lastIndexOf("/") + 1);
  if (!HUB.test(hub)) throw new UnreadableEventError("badIdentity", "The hub is named nowhere.");
  return hub.toLowerCase();
}

function identityOf(hub: string, deviceId: string, module: string | null | undefined): Identity {
  return module ? { hub, deviceId, moduleId: module } : { hub, deviceId };
}

/** Of `DeviceConnected` and `DeviceDisconnected`. Throws `UnreadableEventError`. */
export function readConnectionData(
  data: unknown,
  source: string,
): { identity: Identity; sequence: Sequence } {
  const read = parseData(connectionData, data);
  const sequence = parseSequence(read.deviceConnectionStateEventInfo.sequenceNumber);
  if (sequence === undefined) {
    const field = "data.deviceConnectionStateEventInfo.sequenceNumber";
    throw new UnreadableEventError("badSequence", `\`${field}\` ${SEQUENCE_RULE}.`);
  }
  return { identity: identityOf(hubOf(read.hubName, source), read.deviceId, read.moduleId), sequence };
}

/** Of `DeviceCreated` and `DeviceDeleted`. Throws `UnreadableEventError`. */
export function readLifeData(data: unknown, source: string): Identity {
  const read = parseData(lifeData, data);
  return identityOf(hubOf(read.hubName, source), read.deviceId, read.moduleId);
}

/** Of `DeviceTelemetry`, which names no hub and has its ids in the system properties. Throws `UnreadableEventError`. */
export function readTelemetryData(data: unknown, source: string): Identity {
  const { systemProperties } = parseData(telemetryData, data);
  return identityOf(
    hubOf(undefined, source),
    systemProperties["iothub-connection-device-id"],
    systemProperties["iothub-connection-module-id"],
  );
}
