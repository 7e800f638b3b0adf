/** Events as IoT Hub publishes them by Event Grid: CloudEvents with the fields and the lengths of real ones. */
import type { Instant } from "../functions/domain/time.ts";

export const HUB = "contoso-hub";

const SOURCE =
  "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/RG-CONTOSO/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/CONTOSO-HUB";
/** What real sequence numbers of one hub begin with; what follows counts. */
const SEQUENCE_PREFIX = "000000000000000001D8F268B5BC335E00000002";

export interface HubEvent {
  readonly kind: "Connected" | "Disconnected";
  readonly device: string;
  readonly module?: string;
  /** Counts the changes of the device's connection. */
  readonly number: number;
  readonly at: Instant;
}

/** The event as the host hands it to a queue's function: JSON that has been read. */
export function eventBody(event: HubEvent): Readonly<Record<string, unknown>> {
  const { kind, device, module = "", number, at } = event;
  return {
    id: eventId(event),
    source: SOURCE,
    specversion: "1.0",
    type: `Microsoft.Devices.Device${kind}`,
    subject: module === "" ? `devices/${device}` : `devices/${device}/${module}`,
    time: new Date(at).toISOString().replace("Z", "1234Z"),
    data: {
      deviceConnectionStateEventInfo: { sequenceNumber: sequenceText(number) },
      hubName: HUB,
      deviceId: device,
      moduleId: module,
    },
  };
}

export function eventId({ number }: Pick<HubEvent, "number">): string {
  return `f6bbf8f4-d365-520d-a878-${number.toString(16).padStart(12, "0")}`;
}

export function sequenceText(number: number): string {
  return SEQUENCE_PREFIX + number.toString(16).toUpperCase().padStart(24, "0");
}

/** The n-th device of a fleet. */
export function deviceName(index: number): string {
  return `device-${index.toString().padStart(6, "0")}`;
}
