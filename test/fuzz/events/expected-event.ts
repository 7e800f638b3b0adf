/**
 * What must be read from one element of a body, by another way than the reader's: the schemas say whether it is an
 * event at all, and each value is taken as it stands.
 */
import { isUtf8 } from "node:buffer";
import { isCloudEvent, isDataOf, isEventGridEvent } from "./event-schema.ts";

export interface ExpectedEvent {
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly identity: Readonly<Record<string, unknown>>;
  readonly eventId: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

const KINDS = ["connected", "disconnected", "created", "deleted", "telemetry"];
const DAY_MS = 86_400_000;
const TOLERANCE_MS = 120_000;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(value: unknown, name: string): unknown {
  return isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

function dataOf(element: Fields): unknown {
  const base64 = own(element, "data_base64");
  if (typeof base64 === "string" && !Object.hasOwn(element, "data")) {
    const bytes = Buffer.from(base64, "base64");
    return isUtf8(bytes) ? parsed(bytes.toString("utf8")) : undefined;
  }
  const data = own(element, "data");
  return typeof data === "string" ? parsed(data) : data;
}

/** RFC 3339, its numbers taken apart one by one; undefined for what no calendar has. */
function instantOf(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/\D/, 6).map(Number);
  const utc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isOnCalendar =
    utc.getUTCFullYear() === year && utc.getUTCMonth() === month - 1 && utc.getUTCDate() === day;
  if (!isOnCalendar || hour > 23 || minute > 59 || second > 59) return undefined;
  const milliseconds = Number(`${/\.(\d+)/.exec(text)?.[1] ?? ""}000`.slice(0, 3));
  const [, sign, hours = "0", minutes = "0"] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  const at = utc.getTime() + milliseconds - offsetMs;
  return at < 0 ? undefined : at;
}

function instantAt(text: unknown, now: number): number | undefined {
  const at = typeof text === "string" ? instantOf(text) : undefined;
  if (at === undefined || at - now > DAY_MS) return undefined;
  return at - now > TOLERANCE_MS ? now : at;
}

function identityIn(kind: string, data: unknown, source: unknown): Fields | undefined {
  const ids = kind === "telemetry" ? own(data, "systemProperties") : data;
  const named = kind === "telemetry" ? undefined : own(data, "hubName");
  const hub =
    named === undefined || named === null || named === ""
      ? (typeof source === "string" ? source : "").split("/").at(-1)
      : named;
  if (typeof hub !== "string" || !/^[!-.0-~]{1,128}$/.test(hub)) return undefined;
  const deviceId = own(ids, kind === "telemetry" ? "iothub-connection-device-id" : "deviceId");
  const moduleId = own(ids, kind === "telemetry" ? "iothub-connection-module-id" : "moduleId");
  const device = { hub: hub.toLowerCase(), deviceId };
  return typeof moduleId === "string" && moduleId !== "" ? { ...device, moduleId } : device;
}

/** `DeviceConnected` is `connected`; undefined for any other publisher's type. */
function kindOf(type: unknown): string | undefined {
  return KINDS.find(
    (kind) => type === `Microsoft.Devices.Device${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`,
  );
}

/** Undefined for what must be refused. */
export function expectedEvent(element: unknown, now: number): ExpectedEvent | undefined {
  if (!isFields(element)) return undefined;
  const isCloud = Object.hasOwn(element, "specversion");
  if (!(isCloud ? isCloudEvent(element) : isEventGridEvent(element))) return undefined;
  const kind = kindOf(own(element, isCloud ? "type" : "eventType"));
  const at = instantAt(own(element, isCloud ? "time" : "eventTime"), now);
  const data = dataOf(element);
  if (kind === undefined || at === undefined || isDataOf[kind]?.(data) !== true) return undefined;
  const identity = identityIn(kind, data, own(element, isCloud ? "source" : "topic"));
  const eventId = own(element, "id");
  if (identity === undefined) return undefined;
  if (kind !== "connected" && kind !== "disconnected") return { evidence: { kind, at }, identity, eventId };
  const digits = String(own(own(data, "deviceConnectionStateEventInfo"), "sequenceNumber"));
  const sequence = BigInt(`0x${digits}`).toString(16).toUpperCase().padStart(64, "0");
  return { evidence: { kind, sequence, at, eventId }, identity, eventId };
}
