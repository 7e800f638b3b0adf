/** A device and a module as a reader sees them: the domain's row, and what the policy and this moment add to it. */
import type { Connection } from "../../domain/connection.ts";
import { deviceRow } from "../../domain/device.ts";
import type { DeviceRow } from "../../domain/device.ts";
import { deviceKey } from "../../domain/identity.ts";
import type { DeviceKey } from "../../domain/identity.ts";
import { tagsOf } from "../../domain/policy.ts";
import type { Policy, Tags } from "../../domain/policy.ts";
import type { Store } from "../ports.ts";
import type { Condition } from "./conditions.ts";

export interface DeviceView {
  readonly row: DeviceRow;
  readonly tags: Tags;
  /** No rule derives one yet. */
  readonly conditions: readonly Condition[];
}

/** `connections`: everything of one device, at least one. */
export function viewDevice(connections: readonly Connection[], policy: Policy): DeviceView {
  const row = deviceRow(connections);
  return { row, tags: tagsOf(row, policy), conditions: [] };
}

/** Views of these devices in the order of the keys; a device that is gone meanwhile has none. */
export async function viewDevices(
  store: Store,
  policy: Policy,
  keys: readonly DeviceKey[],
): Promise<Map<DeviceKey, DeviceView>> {
  if (keys.length === 0) return new Map();
  const saved = await store.connections.ofDevices(keys);
  const groups = Map.groupBy(
    saved.map(({ value }) => value),
    ({ identity }) => deviceKey(identity),
  );
  const views = new Map<DeviceKey, DeviceView>();
  for (const key of keys) {
    const connections = groups.get(key);
    if (connections !== undefined) views.set(key, viewDevice(connections, policy));
  }
  return views;
}
