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
import { REACHABLE, reachByVerdict, reachOf } from "../../domain/reach.ts";
import type { Reach } from "../../domain/reach.ts";
import type { Instant } from "../../domain/time.ts";
import { parentsOf, speakerOf, systemModuleOf } from "../../domain/topology.ts";
import type { Store } from "../ports.ts";
import { gravest } from "./conditions.ts";

export interface DeviceView {
  readonly row: DeviceRow;
  readonly tags: Tags;
  /** Of the device and its modules, each once. */
  readonly conditions: readonly Condition[];
  readonly above: Above;
}

/** Whether a device and its modules can reach the hub, as far as the documents of devices tell. */
export interface Above {
  /** What the device is behind. */
  readonly device: Reach;
  /** Of a gateway: what its modules are behind, which reach the hub through it; not so the system modules. */
  readonly gateway?: Reach | undefined;
}

/** By what rules, and at which moment. */
export interface Viewpoint {
  readonly policy: Policy;
  readonly now: Instant;
}

type Devices = ReadonlyMap<DeviceKey, readonly Connection[]>;

const NOTHING: Above = { device: REACHABLE };

/**
 * @param connections everything of one device, at least one.
 * @param devices those that it is behind; one that is not among them counts as reachable.
 */
export function viewDevice(
  connections: readonly Connection[],
  viewpoint: Viewpoint,
  devices: Devices = new Map(),
): DeviceView {
  const above = aboveOf(connections, viewpoint, devices);
  // That a gateway is out says its row already: only what it is behind itself makes it unreachable.
  return viewOf(connections, viewpoint, above, (connection) =>
    isThrough(connection, above) ? REACHABLE : above.device,
  );
}

/** `above`: what its device's view says. */
export function viewModule(module: Connection, viewpoint: Viewpoint, above = NOTHING): DeviceView {
  return viewOf([module], viewpoint, above, () =>
    isThrough(module, above) ? (above.gateway ?? REACHABLE) : above.device,
  );
}

function viewOf(
  connections: readonly Connection[],
  { policy, now }: Viewpoint,
  above: Above,
  reachOfOne: (connection: Connection) => Reach,
): DeviceView {
  const row = deviceRow(connections);
  const conditions = connections.flatMap((connection) =>
    conditionsOf(connection, waitsFor(connection.identity, policy), now, reachOfOne(connection)),
  );
  return { row, tags: tagsOf(row, policy), conditions: gravest(conditions), above };
}

/** Whether it reaches the hub through its own device. */
function isThrough({ identity }: Connection, { gateway }: Above): boolean {
  return gateway !== undefined && identity.moduleId !== undefined && systemModuleOf(identity) === undefined;
}

function aboveOf(connections: readonly Connection[], { policy, now }: Viewpoint, devices: Devices): Above {
  const own = ownOf(connections);
  const parents = parentKeys(connections, policy).map((key) =>
    reachByVerdict(ownOf(devices.get(key) ?? []), policy, now),
  );
  const isGateway = speakerOf(own?.edge) !== undefined;
  return { device: reachOf(parents), gateway: isGateway ? reachByVerdict(own, policy, now) : undefined };
}

/** The device's own document, among all of it. */
function ownOf(connections: readonly Connection[]): Connection | undefined {
  return connections.find(({ identity }) => identity.moduleId === undefined);
}

function parentKeys(connections: readonly Connection[], policy: Policy): DeviceKey[] {
  const [first] = connections;
  if (first === undefined) return [];
  const { hub } = first.identity;
  const parents = parentsOf(first.identity, policy, ownOf(connections)?.registry);
  return parents.map((deviceId) => deviceKey({ hub, deviceId }));
}

/** A device's view, with what it is behind read for it. */
export async function viewWithParents(
  store: Store,
  viewpoint: Viewpoint,
  connections: readonly Connection[],
): Promise<DeviceView> {
  return viewDevice(connections, viewpoint, await withParents(store, viewpoint, [connections], new Map()));
}

/** Views of these devices in the order of the keys; a device that is gone meanwhile has none. */
export async function viewDevices(
  store: Store,
  viewpoint: Viewpoint,
  keys: readonly DeviceKey[],
): Promise<Map<DeviceKey, DeviceView>> {
  const found = await readDevices(store, keys);
  const devices = await withParents(store, viewpoint, [...found.values()], found);
  const views = new Map<DeviceKey, DeviceView>();
  for (const key of keys) {
    const connections = found.get(key);
    if (connections !== undefined) views.set(key, viewDevice(connections, viewpoint, devices));
  }
  return views;
}

/** Everything of these devices. */
export async function readDevices(
  store: Store,
  keys: readonly DeviceKey[],
): Promise<Map<DeviceKey, readonly Connection[]>> {
  if (keys.length === 0) return new Map();
  const saved = await store.connections.ofDevices(keys);
  return Map.groupBy(
    saved.map(({ value }) => value),
    ({ identity }) => deviceKey(identity),
  );
}

/** With the devices above these, each once, where anything of those below is disconnected: else nobody asks for them. */
async function withParents(
  store: Store,
  { policy }: Viewpoint,
  below: readonly (readonly Connection[])[],
  known: Devices,
): Promise<Devices> {
  const down = below.filter((connections) => connections.some(({ head }) => head.link === "down"));
  const parents = new Set(down.flatMap((connections) => parentKeys(connections, policy)));
  const missing = [...parents].filter((key) => !known.has(key));
  return new Map([...known, ...(await readDevices(store, missing))]);
}
