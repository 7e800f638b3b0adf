/** The event of a drill, as Event Grid would deliver it: a CloudEvent of a device that lost its connection. */
import type { Drill } from "../../domain/drill.ts";
import { DRILL_HUB } from "../../domain/drill.ts";

/** A drill's one event: the first of its life. */
const SEQUENCE = "1";

export function writeDrill({ id, requestedAt }: Drill): string {
  return JSON.stringify({
    specversion: "1.0",
    type: "Microsoft.Devices.DeviceDisconnected",
    source: `linewatch/${DRILL_HUB}`,
    id: `drill-${id}`,
    time: new Date(requestedAt).toISOString(),
    data: {
      hubName: DRILL_HUB,
      deviceId: id,
      deviceConnectionStateEventInfo: { sequenceNumber: SEQUENCE },
    },
  });
}
