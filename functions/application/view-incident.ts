/** Reads what a look at an incident sees beside its members. */
import type { View } from "../domain/conclusion.ts";
import type { Connection } from "../domain/connection.ts";
import { identityKey } from "../domain/identity.ts";
import { kindOfIncident } from "../domain/incident.ts";
import type { Incident } from "../domain/incident.ts";
import { isIn } from "../domain/part.ts";
import type { Reach } from "../domain/reach.ts";
import type { Instant } from "../domain/time.ts";
import { identityOfModule, systemModuleOf } from "../domain/topology.ts";
import type { Deps } from "./deps.ts";
import { makeReadAbove } from "./read-above.ts";

/** Beside its members: what those reach the hub through who are behind another one, and a gateway's other system module. */
export async function viewIncident(
  deps: Deps,
  { id }: Incident,
  members: readonly Connection[],
  now: Instant,
): Promise<View> {
  const kind = kindOfIncident(id);
  const readAbove = makeReadAbove(deps, members);
  const behind = members.filter(({ incidents }) => isIn(incidents[kind], "behind"));
  const reach = await Promise.all(
    behind.map(async (connection): Promise<[string, Reach]> => {
      const above = await readAbove(connection);
      return [identityKey(connection.identity), await above.reach()];
    }),
  );
  return { policy: deps.policy, now, reach: new Map(reach), modules: await otherModules(deps, members) };
}

/** Which of two modules is out says what failed: where one is a member, the other one is asked about. */
async function otherModules({ store }: Deps, members: readonly Connection[]): Promise<Connection[]> {
  const known = new Set(members.map(({ identity }) => identityKey(identity)));
  const others = members.flatMap(({ identity }) => {
    const module = systemModuleOf(identity);
    return module === undefined ? [] : [identityOfModule(identity, module === "hub" ? "agent" : "hub")];
  });
  const missing = others.filter((identity) => !known.has(identityKey(identity)));
  const read = await Promise.all(missing.map((identity) => store.connections.read(identity)));
  return read.flatMap((saved) => saved?.value ?? []);
}
