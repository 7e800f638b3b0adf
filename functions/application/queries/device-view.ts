/** A device and a module as a reader sees them: the domain's row, and what the policy and this moment add to it. */
import { conditionsOf } from "../../domain/condition.ts";
import type { Condition } from "../../domain/condition.ts";
import type { Connection } from "../../domain/connection.ts";
import { deviceRow } from "../../domain/device.ts";
import type { DeviceRow } from "../../domain/device.ts";
import { deviceKey } from "../../domain/identity.ts";
import type { DeviceKey } from "../../domain/identity.ts";
import { tagsOf, waitsFor } from "../../domain/policy.ts";
import type { Policy, Tags } from "../../domain/policy.ts";
import type { Instant } from "../../domain/time.ts";
import type { Store } from "../ports.ts";
import { gravest } from "./conditions.ts";

export interface DeviceView {
  readonly row: DeviceRow;
  readonly tags: Tags;
  /** Of the device and its modules, each once. */
  readonly conditions: readonly Condition[];
}

/** By what rules, and at which moment. */
export interface Viewpoint {
  readonly policy: Policy;
  readonly now: Instant;
}

/** `connections`: everything of one device, at least one. */
export function viewDevice(connections: readonly Connection[], { policy, now }: Viewpoint): DeviceView {
  const row = deviceRow(connections);
  const conditions = connections.flatMap((connection) =>
    conditionsOf(connection, waitsFor(connection.identity, policy), now),
  );
  return { row, tags: tagsOf(row, policy), conditions: gravest(conditions) };
}

/** Views of these devices in the order of the keys; a device that is gone meanwhile has none. */
export async function viewDevices(
  store: Store,
  viewpoint: Viewpoint,
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
    if (connections !== undefined) views.set(key, viewDevice(connections, viewpoint));
  }
  return views;
}
