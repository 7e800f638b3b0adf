/** A hub's event as Event Grid delivers it: as a CloudEvent, or in Event Grid's own schema. */
import type { HubEvent } from "./hub.ts";

const SOURCE =
  "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/CHAOS/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/CHAOS-HUB";

/** One subscription has one schema; here the event's number decides, so that both are read. */
export function envelopeOf(event: HubEvent): object {
  const { identity, kind, sequence, at, id } = event;
  const { hub, deviceId, moduleId } = identity;
  const subject = `devices/${deviceId}${moduleId === undefined ? "" : `/${moduleId}`}`;
  const type =
    kind === "connected" ? "Microsoft.Devices.DeviceConnected" : "Microsoft.Devices.DeviceDisconnected";
  // Event Grid stamps with seven fractional digits.
  const time = new Date(at).toISOString().replace("Z", "0000Z");
  const data = {
    deviceConnectionStateEventInfo: { sequenceNumber: sequence },
    hubName: hub,
    deviceId,
    moduleId: moduleId ?? "",
  };
  return /[02468]$/.test(id)
    ? { id, source: SOURCE, specversion: "1.0", type, subject, time, data }
    : {
        id,
        topic: SOURCE,
        subject,
        eventType: type,
        eventTime: time,
        data,
        dataVersion: "1",
        metadataVersion: "1",
      };
}
