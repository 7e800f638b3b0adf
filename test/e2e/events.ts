/** The captured Event Grid batches of an IoT Edge gateway, under another name and moved to the present. */
import { readFileSync } from "node:fs";

import * as z from "zod";

const cloudEventSchema = z.looseObject({
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.string(),
  data: z.looseObject({
    deviceId: z.string(),
    moduleId: z.string().optional(),
    hubName: z.string(),
    deviceConnectionStateEventInfo: z.object({ sequenceNumber: z.string() }),
  }),
});
export type CloudEvent = z.infer<typeof cloudEventSchema>;

type Kind = "disconnected" | "connected";

let lastSequence = BigInt(Date.now()) * 1_000n;

/** All three modules of the gateway at once: those of the capture, and a synthetic `$edgeAgent`. */
export function gatewayEvents(deviceId: string, kind: Kind, at = Date.now()): CloudEvent[] {
  const captured = capture(kind);
  const [first] = captured;
  if (first === undefined) throw new Error("the capture is empty");
  return [...captured, withModule(first, "$edgeAgent")].map((event) => moved(event, deviceId, at));
}

/** Of a device itself, or of one module. */
export function eventOf(deviceId: string, kind: Kind, moduleId?: string): CloudEvent {
  const [first] = capture(kind);
  if (first === undefined) throw new Error("the capture is empty");
  return moved(withModule(first, moduleId), deviceId, Date.now());
}

/** The same event in the Event Grid schema. */
export function inEventGridSchema({ id, source, type, subject, time, data }: CloudEvent): object {
  const versions = { dataVersion: "", metadataVersion: "1" };
  return { id, topic: source, subject, eventType: type, eventTime: time, data, ...versions };
}

function capture(kind: Kind): CloudEvent[] {
  const file = `../fixtures/event-grid/edge-modules-${kind}-batch.captured.cloud-events.json`;
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  return z.array(cloudEventSchema).parse(JSON.parse(text));
}

function withModule(event: CloudEvent, moduleId: string | undefined): CloudEvent {
  const { moduleId: _captured, ...device } = event.data;
  return { ...event, data: moduleId === undefined ? device : { ...device, moduleId } };
}

/** Each with a sequence number above all before it. */
function moved(event: CloudEvent, deviceId: string, at: number): CloudEvent {
  lastSequence += 1n;
  const sequenceNumber = lastSequence.toString(16).toUpperCase().padStart(64, "0");
  const { moduleId } = event.data;
  return {
    ...event,
    id: crypto.randomUUID(),
    subject: `devices/${deviceId}${moduleId === undefined ? "" : `/${moduleId}`}`,
    time: new Date(at).toISOString().replace("Z", "0000Z"),
    data: { ...event.data, deviceId, deviceConnectionStateEventInfo: { sequenceNumber } },
  };
}
