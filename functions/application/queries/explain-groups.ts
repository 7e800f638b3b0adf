/** The groups in whose incidents an identity can have been: its own, and those of all that it reaches the hub through. */
import type { Connection } from "../../domain/connection.ts";
import { groupOf } from "../../domain/group.ts";
import { identityKey } from "../../domain/identity.ts";
import type { Identity, IdentityKey } from "../../domain/identity.ts";
import { ofKind } from "../../domain/incident.ts";
import type { IncidentKind } from "../../domain/incident.ts";
import type { Policy } from "../../domain/policy.ts";
import type { Instant } from "../../domain/time.ts";
import { identityOfModule, speakerOf } from "../../domain/topology.ts";
import type { Store } from "../ports.ts";
import { makeReadAbove } from "../read-above.ts";

interface Deps {
  readonly store: Pick<Store, "connections">;
  readonly policy: Policy;
}

/** @returns their keys; undefined where what one of them belongs to was learnt only after `at`. */
export async function groupsThen(
  { store, policy }: Deps,
  connection: Connection,
  kind: IncidentKind,
  at: Instant,
): Promise<readonly string[] | undefined> {
  const above = makeReadAbove({ store, policy, clock: { now: () => at } });
  const read = async (identity: Identity): Promise<Connection | undefined> =>
    (await store.connections.read(identity))?.value;
  const seen = new Set<IdentityKey>();
  const keys = new Set<string>();
  let isKept = true;
  const climb = async (one: Connection): Promise<void> => {
    const { hub, deviceId, moduleId } = one.identity;
    const key = identityKey(one.identity);
    if (seen.has(key)) return;
    seen.add(key);
    const device = moduleId === undefined ? one : await read({ hub, deviceId });
    if (device?.registry !== undefined && device.registry.at > at) isKept = false;
    const { gateway, parents } = await above(one);
    keys.add(ofKind(groupOf(one.identity, policy, gateway), kind).key);
    for (const parent of parents) {
      const higher = await read({ hub, deviceId: parent });
      const speaker = speakerOf(higher?.edge);
      const spokesman = higher && speaker ? await read(identityOfModule(higher.identity, speaker)) : higher;
      if (spokesman !== undefined) await climb(spokesman);
    }
  };
  await climb(connection);
  return isKept ? [...keys] : undefined;
}
