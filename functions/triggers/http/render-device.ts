/** A device or a module as JSON. Both have the same members, so that programs need one type for both. */
import { stateReason } from "../../application/queries/state-reason.ts";
import { viewModule } from "../../application/queries/device-view.ts";
import type { Above, DeviceView, Viewpoint } from "../../application/queries/device-view.ts";
import type { Connection } from "../../domain/connection.ts";
import type { Gateway } from "../../domain/device.ts";
import { time } from "./render-time.ts";
import type { DeviceAnswer, DeviceInFullAnswer } from "./shapes/device-shape.ts";

/** A row of a list. */
export function renderDevice(view: DeviceView): DeviceAnswer {
  return render(view, null, view.row.gateway);
}

/** A device's own answer: its row, and its modules in the order of their ids. */
export function renderDeviceInFull(view: DeviceView, viewpoint: Viewpoint): DeviceInFullAnswer {
  const modules = view.row.connections
    .filter(({ identity }) => identity.moduleId !== undefined)
    .map((connection) => renderModule(connection, viewpoint, view.above));
  return { ...renderDevice(view), modules };
}

/** `above`: what its device's view says. */
export function renderModule(connection: Connection, viewpoint: Viewpoint, above?: Above): DeviceAnswer {
  const view = viewModule(connection, viewpoint, above);
  return render(view, connection.identity.moduleId ?? null, undefined);
}

function render(
  { row, tags, conditions }: DeviceView,
  moduleId: string | null,
  gateway: Gateway | undefined,
): DeviceAnswer {
  return {
    hub: row.hub,
    deviceId: row.deviceId,
    moduleId,
    state: row.state,
    since: time(row.since),
    deadline: time(row.deadline),
    lastConnectedAt: time(row.lastConnectedAt),
    lastDisconnectedAt: time(row.lastDisconnectedAt),
    lastSeenAt: time(row.lastSeenAt),
    conditions: conditions.map(({ name }) => name),
    tags,
    incidentId: row.incidentId ?? null,
    reason: stateReason({ state: row.state, deadline: row.deadline, gateway, conditions }),
    gateway: gateway === undefined ? null : renderGateway(gateway),
  };
}

function renderGateway({ agent, hub, verdict }: Gateway): NonNullable<DeviceAnswer["gateway"]> {
  return { agent: agent ?? null, hub: hub ?? null, verdict };
}
