/** A gateway's own document: what it knows of the system modules, which speak for it from then on. */
import type { Connection } from "./connection.ts";
import { isIn, left } from "./part.ts";
import { owe } from "./owe.ts";
import type { Instant } from "./time.ts";
import { speakerOf } from "./topology.ts";
import type { Edge, EdgeModule, SystemModule } from "./topology.ts";
import type { Transition } from "./transition.ts";

/**
 * The device's connection with what a system module is; the very same object where that is known. An incident of the
 * device itself, from before it was known to be a gateway, is left: nobody judges its own identity any more.
 */
export function withEdgeModule(
  device: Connection,
  module: SystemModule,
  now: Instant,
  change: (known: EdgeModule | undefined) => EdgeModule | undefined,
): Connection {
  const known = device.edge?.[module];
  const state = change(known);
  if (isSame(known, state)) return device;
  const edge: Edge = { ...device.edge, [module]: state };
  if (speakerOf(edge) === undefined) return { ...device, edge: undefined };
  const { outage, flapping } = device.incidents;
  const incidents = { outage: left(outage, now, "gateway"), flapping: left(flapping, now, "gateway") };
  const owed = owe(device.owed, {
    since: now,
    records: [],
    archive: [],
    incident: incidents.outage !== outage,
    flapping: incidents.flapping === flapping ? undefined : true,
  });
  return { ...device, edge, incidents, owed, held: undefined, wakeAt: undefined };
}

function isSame(a: EdgeModule | undefined, b: EdgeModule | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.out === b.out && a.since === b.since && a.incident === b.incident && a.returnedAt === b.returnedAt;
}

/** What its device's document is to know of a system module; undefined where the module is no more. */
export function edgeModuleOf(
  { state, incidents }: Connection,
  records: readonly Transition[],
  known: EdgeModule | undefined,
): EdgeModule | undefined {
  if (state.name === "deleted") return undefined;
  const returnedAt = lastReturn(records) ?? known?.returnedAt;
  if (state.name !== "offline" && state.name !== "recovering") return { out: false, returnedAt };
  const since = state.name === "offline" ? state.since : state.offlineSince;
  const { outage, flapping } = incidents;
  const part = [outage, flapping].find((one) => isIn(one));
  return { out: true, since, incident: part?.id, returnedAt };
}

function lastReturn(records: readonly Transition[]): Instant | undefined {
  const returns = records.filter(({ state, retractedAt }) => state === "online" && retractedAt === undefined);
  return returns.length === 0 ? undefined : Math.max(...returns.map(({ at }) => at));
}
