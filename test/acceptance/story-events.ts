/** The events of a story, at their times of the day, and as Event Grid delivers them. */
import { DAY_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";

const DAY = Date.UTC(2026, 10, 21);

/** `09:00`, `09:00:30`, `09:00:30.5` or `+1d 09:00`, as an instant of the story's day. */
export function at(time: string): Instant {
  const [, days = "0", hours = "0", minutes = "0", seconds = "0"] =
    /^(?:\+(\d+)d )?(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?$/.exec(time) ?? [];
  return DAY + Number(days) * DAY_MS + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

export function clockTime(instant: Instant): string {
  return new Date(instant).toISOString().slice(11, 19);
}

export interface StoryEvent {
  readonly kind: "Connected" | "Disconnected" | "Created" | "Deleted" | "Telemetry";
  readonly device: string;
  readonly module?: string;
  readonly hub?: string;
  /** The event's own time, and when it arrives if that is not a second later. */
  readonly at: string;
  readonly arrives?: string;
  readonly sequence?: number;
  /** Event Grid pushes it, instead of leaving it in the queue. */
  readonly push?: true;
}

/** An event of the device that most stories are about. */
export function pump(kind: StoryEvent["kind"], sequence: number, time: string, arrives?: string): StoryEvent {
  return { kind, device: "pump-1", sequence, at: time, ...(arrives === undefined ? {} : { arrives }) };
}

/** The CloudEvent. */
export function eventOf({
  kind,
  device,
  module,
  hub = "contoso-hub",
  at: time,
  sequence,
}: StoryEvent): unknown {
  const instant = new Date(at(time)).toISOString().replace("Z", "0000Z");
  const source = `/SUBSCRIPTIONS/0/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/${hub.toUpperCase()}`;
  const subject = module === undefined ? `devices/${device}` : `devices/${device}/${module}`;
  const info = sequence === undefined ? {} : { sequenceNumber: sequence.toString(16).padStart(64, "0") };
  const ids = { hubName: hub, deviceId: device, moduleId: module ?? "" };
  const systemProperties = {
    "iothub-connection-device-id": device,
    ...(module === undefined ? {} : { "iothub-connection-module-id": module }),
  };
  return {
    id: `${kind}-${device}-${module ?? ""}-${sequence ?? time}`,
    source,
    specversion: "1.0",
    type: `Microsoft.Devices.Device${kind}`,
    subject,
    time: instant,
    data:
      kind === "Telemetry"
        ? { properties: {}, systemProperties, body: {} }
        : { ...ids, ...(sequence === undefined ? { twin: {} } : { deviceConnectionStateEventInfo: info }) },
  };
}
