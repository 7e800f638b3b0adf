/** How many identities and devices there are, by state and by hub. */
import type { StateName } from "../../domain/connection.ts";
import { deviceRow } from "../../domain/device.ts";
import { deviceKey, identityKey } from "../../domain/identity.ts";
import type { IdentityKey } from "../../domain/identity.ts";
import type { Instant } from "../../domain/time.ts";
import { systemModuleOf } from "../../domain/topology.ts";
import type { Clock, ConnectionGlimpse, Store } from "../ports.ts";
import { readDevices } from "./device-view.ts";

/** A deleted identity is none any more. */
type CountedState = Exclude<StateName, "deleted">;

interface Count {
  readonly total: number;
  readonly byState: Readonly<Record<CountedState, number>>;
  readonly byHub: Readonly<Record<string, number>>;
}

interface Summary {
  readonly identities: Count;
  readonly devices: Count;
  /** Events that could not be read and are still kept. */
  readonly rejected: number;
  /** When the counting began. */
  readonly asOf: Instant;
}

interface Deps {
  readonly store: Store;
  readonly clock: Pick<Clock, "now">;
}

const BATCH_LIMIT = 1_000;

export async function summarize({ store, clock }: Deps): Promise<Summary> {
  const asOf = clock.now();
  const identities = makeTally();
  const devices = makeTally();
  for await (const groups of devicesOf(store)) {
    for (const { identity, state } of groups.flatMap(judged)) identities.add(identity.hub, state);
    for (const { hub, state } of await deviceStates(store, groups)) devices.add(hub, state);
  }
  const rejected = await store.rejected.count();
  return { identities: identities.count(), devices: devices.count(), rejected, asOf };
}

/** All connections in the order of their keys, device by device. */
async function* devicesOf(store: Store): AsyncGenerator<ConnectionGlimpse[][]> {
  let unfinished: ConnectionGlimpse[] = [];
  let after: IdentityKey | undefined;
  for (;;) {
    const page = await store.connections.glimpse(after, BATCH_LIMIT);
    const byDevice = Map.groupBy([...unfinished, ...page], ({ identity }) => deviceKey(identity));
    const groups = [...byDevice.values()];
    const end = page.at(-1);
    if (end === undefined || page.length < BATCH_LIMIT) return yield groups;
    unfinished = groups.pop() ?? [];
    after = identityKey(end.identity);
    yield groups;
  }
}

/** Of a device those who are judged: a gateway's modules tell of it, and its own identity never connects. */
function judged(group: readonly ConnectionGlimpse[]): readonly ConnectionGlimpse[] {
  const isGateway = group.some(
    ({ identity, state }) => systemModuleOf(identity) !== undefined && state !== "deleted",
  );
  return isGateway ? group.filter(({ identity }) => identity.moduleId !== undefined) : group;
}

interface DeviceState {
  readonly hub: string;
  readonly state: StateName;
}

/** What has no modules has the state of its one connection; of the others the domain's row decides. */
async function deviceStates(store: Store, groups: readonly ConnectionGlimpse[][]): Promise<DeviceState[]> {
  const single = groups
    .filter((group) => group.length === 1)
    .flat()
    .map(({ identity, state }) => ({ hub: identity.hub, state }));
  const several = groups.filter((group) => group.length > 1).flatMap(([first]) => first ?? []);
  const found = await readDevices(
    store,
    several.map(({ identity }) => deviceKey(identity)),
  );
  return [...single, ...[...found.values()].map(deviceRow)];
}

interface Tally {
  add(hub: string, state: StateName): void;
  count(): Count;
}

function makeTally(): Tally {
  const byState: Record<CountedState, number> = { new: 0, online: 0, suspect: 0, offline: 0, recovering: 0 };
  const byHub = new Map<string, number>();
  let total = 0;
  return {
    add: (hub, state) => {
      if (state === "deleted") return;
      total += 1;
      byState[state] += 1;
      byHub.set(hub, (byHub.get(hub) ?? 0) + 1);
    },
    count: () => ({ total, byState, byHub: Object.fromEntries(byHub) }),
  };
}
