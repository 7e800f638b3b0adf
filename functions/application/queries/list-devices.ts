/** One row for each device that fits, in the order of their keys, as far as one request may look. */
import type { StateName } from "../../domain/connection.ts";
import { deviceKey, identityKey } from "../../domain/identity.ts";
import type { DeviceKey, IdentityKey } from "../../domain/identity.ts";
import type { ConnectionFilter, Store } from "../ports.ts";
import type { ConditionName } from "./conditions.ts";
import { viewDevices } from "./device-view.ts";
import type { DeviceView, Viewpoint } from "./device-view.ts";

/** Every field narrows. Deleted devices are listed only where `state` or `deviceId` asks for them. */
export interface DeviceQuery {
  readonly deviceId?: string | undefined;
  readonly state?: StateName | undefined;
  readonly condition?: ConditionName | undefined;
  readonly hub?: string | undefined;
  readonly tag?: { readonly name: string; readonly value: string } | undefined;
  /** Part of the device's id, whatever its case. */
  readonly text?: string | undefined;
}

interface DeviceList {
  readonly devices: readonly DeviceView[];
  /** Where to go on; there may be more. */
  readonly next?: DeviceKey;
}

/** How many connections one request reads at most, so that a rare row does not cost a scan of the whole fleet. */
const SCAN_LIMIT = 2_000;
const BATCH_LIMIT = 500;

/** At most `top` rows, beginning after the device `after`; fewer, with `next`, when it had to look too far. */
export async function listDevices(
  { store, viewpoint }: { readonly store: Store; readonly viewpoint: Viewpoint },
  query: DeviceQuery,
  after: DeviceKey | undefined,
  top: number,
): Promise<DeviceList> {
  const found: (readonly [DeviceKey, DeviceView])[] = [];
  let last = after;
  for await (const { keys, isLast } of candidates(store, query, after, top)) {
    for (const entry of await viewDevices(store, viewpoint, keys)) {
      if (fits(entry[1], query)) found.push(entry);
    }
    if (found.length > top) return listOf(found.slice(0, top), found[top - 1]?.[0]);
    if (isLast) return listOf(found);
    last = keys.at(-1) ?? last;
  }
  return listOf(found, last);
}

function listOf(found: readonly (readonly [DeviceKey, DeviceView])[], next?: DeviceKey): DeviceList {
  const devices = found.map(([, view]) => view);
  return next === undefined ? { devices } : { devices, next };
}

/** A row has the state of one of its connections, so the store's index by state misses no device. */
function filterOf({ state, hub }: DeviceQuery): ConnectionFilter {
  return { ...(state === undefined ? {} : { state }), ...(hub === undefined ? {} : { hub }) };
}

interface Batch {
  /** Devices in the order of their keys, none of them in an earlier batch. */
  readonly keys: readonly DeviceKey[];
  readonly isLast: boolean;
}

function candidates(
  store: Store,
  query: DeviceQuery,
  after: DeviceKey | undefined,
  top: number,
): AsyncGenerator<Batch> {
  return query.deviceId === undefined
    ? scan(store, filterOf(query), after, top)
    : namesakes(store, query.deviceId, after);
}

/** The devices of that id, of which every hub may have one. */
async function* namesakes(
  store: Store,
  deviceId: string,
  after: DeviceKey | undefined,
): AsyncGenerator<Batch> {
  const saved = await store.connections.ofDeviceId(deviceId);
  const keys = [...new Set(saved.map(({ value: { identity } }) => deviceKey(identity)))].toSorted();
  yield { keys: keys.filter((key) => after === undefined || key > after), isLast: true };
}

/** The devices to look at. A device's connections are neighbours in the order of keys, also across two batches. */
async function* scan(
  store: Store,
  filter: ConnectionFilter,
  after: DeviceKey | undefined,
  top: number,
): AsyncGenerator<Batch> {
  let limit = Math.min(top + 1, BATCH_LIMIT);
  let from: IdentityKey | undefined = after;
  let seen = after;
  for (let scanned = 0; scanned < SCAN_LIMIT; scanned += limit) {
    const page = await store.connections.page(filter, from, limit);
    const keys = [...new Set(page.map(({ identity }) => deviceKey(identity)))].filter((key) => key !== seen);
    const end = page.at(-1);
    yield { keys, isLast: page.length < limit };
    if (end === undefined) return;
    from = identityKey(end.identity);
    seen = deviceKey(end.identity);
    // Few rows asked for and none found yet: a filter is narrow, and small batches would be many.
    limit = Math.min(limit * 2, BATCH_LIMIT);
  }
}

function fits({ row, tags, conditions }: DeviceView, query: DeviceQuery): boolean {
  const { state, condition, hub, tag, text } = query;
  if (state === undefined ? row.state === "deleted" && query.deviceId === undefined : row.state !== state) {
    return false;
  }
  if (condition !== undefined && !conditions.some(({ name }) => name === condition)) return false;
  if (hub !== undefined && row.hub !== hub) return false;
  if (tag !== undefined && tags[tag.name] !== tag.value) return false;
  return text === undefined || row.deviceId.toLowerCase().includes(text.toLowerCase());
}
