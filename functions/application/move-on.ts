/** An incident is over, or has nothing more to do with some of its members: these go on by themselves. */
import type { Connection } from "../domain/connection.ts";
import { identityKey } from "../domain/identity.ts";
import type { Identity } from "../domain/identity.ts";
import { kindOfIncident } from "../domain/incident.ts";
import { isIn } from "../domain/part.ts";
import { isParent, parentsOf } from "../domain/topology.ts";
import type { Deps } from "./deps.ts";
import { inLanes } from "./in-lanes.ts";
import { leaveIncident } from "./leave-incident.ts";
import type { Saved } from "./ports.ts";
import { settleOwed } from "./settle-owed.ts";

/** Whom it does not end for, although it is over: an incident that is none of theirs any more holds nobody. */
export async function letGo(
  deps: Deps,
  id: string,
  members: readonly Connection[] | undefined,
): Promise<void> {
  const named = members ?? (await deps.store.connections.ofIncident(id)).map(({ value }) => value);
  const kind = kindOfIncident(id);
  const rest = named.filter(({ incidents }) => incidents[kind]?.id === id && isIn(incidents[kind]));
  await moveOn(deps, id, rest);
}

/**
 * They leave it, and open an incident of their own where they are out: those first that others are behind, who go with
 * them.
 */
export async function moveOn(deps: Deps, id: string, rest: readonly Connection[]): Promise<void> {
  const left: Saved<Connection>[] = [];
  const lanes = {
    laneOf: ({ value }: Saved<Connection>) => identityKey(value.identity),
    mayBegin: () => true,
  };
  await inLanes(rest, {
    ...lanes,
    laneOf: ({ identity }) => identityKey(identity),
    work: async ({ identity }) => {
      const saved = await leaveIncident(deps, identity, id);
      if (saved?.value.owed !== undefined) left.push(saved);
    },
  });
  const isAbove = ({ value }: Saved<Connection>): boolean => isParent(value.identity, deps.policy);
  const above = left.filter(isAbove);
  for (const parent of above.toSorted((a, b) => depthOf(a, deps) - depthOf(b, deps))) {
    await settleOwed(deps, parent);
  }
  await inLanes(
    left.filter((saved) => !isAbove(saved)),
    { ...lanes, work: (saved) => settleOwed(deps, saved) },
  );
}

/** How many stand above it by the policy, at most. */
function depthOf({ value }: Saved<Connection>, { policy }: Deps): number {
  const depth = (device: Identity): number =>
    Math.max(
      0,
      ...parentsOf(device, policy, undefined).map(
        (parent) => 1 + depth({ hub: device.hub, deviceId: parent }),
      ),
    );
  return depth(value.identity);
}
