/** Finds a device, or a device's module, by what people call it: an id, and a hub where the id is on several. */
import type { Connection } from "../../domain/connection.ts";
import type { Store } from "../ports.ts";

/** Who is asked for. Without `hub` it is looked for on all of them. */
export interface DeviceReference {
  readonly deviceId: string;
  readonly hub?: string;
  readonly moduleId?: string;
}

export type Found =
  /** Everything of the device, modules included, by key. */
  | { readonly name: "found"; readonly hub: string; readonly connections: readonly Connection[] }
  | { readonly name: "unknown" }
  | { readonly name: "ambiguous"; readonly hubs: readonly string[] };

/**
 * A device of which nothing but tombstones is left counts only where nothing lives on another hub, so that one that
 * moved is found where it is.
 */
export async function findDevice(store: Store, reference: DeviceReference): Promise<Found> {
  if (!isPossibleId(reference.deviceId)) return { name: "unknown" };
  const everywhere = await connectionsOf(store, reference);
  const asked = everywhere.filter((connection) => isAskedFor(connection, reference));
  const living = asked.filter((connection) => connection.state.name !== "deleted");
  const candidates = living.length > 0 ? living : asked;
  const hubs = [...new Set(candidates.map((connection) => connection.identity.hub))].toSorted();
  const [hub] = hubs;
  if (hub === undefined) return { name: "unknown" };
  if (hubs.length > 1) return { name: "ambiguous", hubs };
  return { name: "found", hub, connections: everywhere.filter(({ identity }) => identity.hub === hub) };
}

async function connectionsOf(store: Store, { deviceId, hub }: DeviceReference): Promise<Connection[]> {
  const saved =
    hub === undefined
      ? await store.connections.ofDeviceId(deviceId)
      : await store.connections.ofDevice({ hub, deviceId });
  return saved.map(({ value }) => value);
}

function isAskedFor({ identity }: Connection, { moduleId }: DeviceReference): boolean {
  return moduleId === undefined || identity.moduleId === moduleId;
}

/** Half a surrogate pair cannot be part of a key, so nobody has such an id. */
function isPossibleId(id: string): boolean {
  return id !== "" && id.isWellFormed();
}
