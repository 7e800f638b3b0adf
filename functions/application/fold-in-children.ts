/**
 * When a parent opens, everybody disconnected below it belongs to its incident: each is named as a member in its own
 * document, and nothing else is written. What is below them is out as well.
 */
import { outSince } from "../domain/connection.ts";
import type { Connection } from "../domain/connection.ts";
import { identityKey } from "../domain/identity.ts";
import type { Identity } from "../domain/identity.ts";
import { kindOfIncident } from "../domain/incident.ts";
import { exemptionOf, isIn } from "../domain/part.ts";
import { parentsOf, speakerOf } from "../domain/topology.ts";
import { childrenOf } from "./children-of.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import { inLanes } from "./in-lanes.ts";
import { keepOpen } from "./keep-open.ts";
import { leaveIncident } from "./leave-incident.ts";
import type { Saved } from "./ports.ts";
import { makeReadAbove } from "./read-above.ts";
import type { ReadAbove } from "./read-above.ts";
import { requestLook } from "./request-look.ts";

interface Folding {
  readonly incident: string;
  readonly above: ReadAbove;
  /** Devices that were looked below. */
  readonly seen: Set<string>;
}

/** @param isGateway one of its system modules is what is out. Repeating it changes nothing. */
export async function foldInChildren(
  deps: Deps,
  device: Identity,
  { incident, isGateway }: { readonly incident: string; readonly isGateway: boolean },
): Promise<void> {
  const folding = { incident, above: makeReadAbove(deps), seen: new Set<string>() };
  const folded = await foldBelow(deps, device, isGateway, folding);
  if (folded === 0) return;
  const isOpen = await contend(deps, `incident ${incident}`, async () => {
    if (await keepOpen(deps, incident)) return true;
    const saved = await deps.store.incidents.read(incident);
    return saved?.value.state.name === "resolved" ? false : "lost";
  });
  if (isOpen) return requestLook(deps, incident);
  // It was over before they were in it: each goes on by itself.
  const members = await deps.store.connections.ofIncident(incident);
  for (const { value } of members) await leaveIncident(deps, value.identity, incident);
}

async function foldBelow(
  deps: Deps,
  device: Identity,
  isGateway: boolean,
  folding: Folding,
): Promise<number> {
  const key = identityKey(device);
  if (folding.seen.has(key)) return 0;
  folding.seen.add(key);
  const children = await childrenOf(deps, device, isGateway);
  let folded = 0;
  await inLanes(children, {
    laneOf: ({ value }) => identityKey(value.identity),
    mayBegin: () => true,
    work: async (child) => {
      if (await fold(deps, child, folding)) folded += 1;
    },
  });
  for (const { value } of children) {
    const { hub, deviceId, moduleId } = value.identity;
    if (deviceId === device.deviceId || !(await speaksForDevice(deps, value.identity))) continue;
    folded += await foldBelow(deps, { hub, deviceId }, moduleId !== undefined, folding);
  }
  return folded;
}

/** Only what speaks for a device says that those below it are out. */
async function speaksForDevice({ store }: Deps, { hub, deviceId, moduleId }: Identity): Promise<boolean> {
  if (moduleId !== "$edgeAgent") return moduleId === undefined || moduleId === "$edgeHub";
  const device = await store.connections.read({ hub, deviceId });
  return speakerOf(device?.value.edge) === "agent";
}

/** @returns whether it belongs to the incident by now. */
async function fold(deps: Deps, child: Saved<Connection>, { incident, above }: Folding): Promise<boolean> {
  const { identity } = child.value;
  const kind = kindOfIncident(incident);
  let current: Saved<Connection> | undefined = child;
  return contend(deps, `the part of ${identityKey(identity)}`, async () => {
    current ??= await deps.store.connections.read(identity);
    const saved = current;
    current = undefined;
    if (saved === undefined) return false;
    const { value, version } = saved;
    if (isIn(value.incidents.outage) || isIn(value.incidents[kind])) {
      return value.incidents[kind]?.id === incident && isIn(value.incidents[kind], "behind");
    }
    if (value.head.link !== "down" || exemptionOf(value) !== undefined) return false;
    if (!(await isUnreachable(deps, value, above))) return false;
    const now = deps.clock.now();
    const outAt = value.head.outage?.since ?? value.head.since;
    const old = value.incidents[kind];
    const firstOutAt = old?.id === incident ? outSince(old) : undefined;
    const part = { id: incident, outAt, firstOutAt, noticedAt: now, joinedAt: now, behind: true } as const;
    // It waits for nothing more: what was to wake it finds nothing to do.
    const wakeAt = value.held?.until === value.wakeAt ? undefined : value.wakeAt;
    const incidents = { ...value.incidents, [kind]: part };
    const next = { ...value, incidents, held: undefined, wakeAt };
    return (await deps.store.connections.replace(next, version)) === undefined ? "lost" : true;
  });
}

/** Who has one parent is unreachable as that one is out; of several, all have to be. */
async function isUnreachable({ policy }: Deps, child: Connection, above: ReadAbove): Promise<boolean> {
  if (parentsOf(child.identity, policy, child.registry).length < 2) return true;
  const { reach } = await above(child);
  return (await reach()).name === "out";
}
