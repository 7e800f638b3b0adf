/** Reads what an identity reaches the hub through, at the moment of asking; each document once. */
import { isPast } from "../domain/connection.ts";
import type { Connection } from "../domain/connection.ts";
import { identityKey } from "../domain/identity.ts";
import type { Identity, IdentityKey } from "../domain/identity.ts";
import { REACHABLE, reachByState, reachOf } from "../domain/reach.ts";
import type { Reach } from "../domain/reach.ts";
import type { Instant } from "../domain/time.ts";
import { gatewayOf, identityOfModule, parentsOf, speakerOf, systemModuleOf } from "../domain/topology.ts";
import type { Deps } from "./deps.ts";
import type { ConnectionStore } from "./ports.ts";

export interface Above {
  /** The device with which it is grouped by `gateway`. */
  readonly gateway: string;
  /** Ids of the devices through which it reaches the hub, in their order. */
  readonly parents: readonly string[];
  /** Whether they, together, leave it unreachable. */
  readonly reach: () => Promise<Reach>;
  /** The flapping incident in which the first of them is that is in one. */
  readonly flapping: () => Promise<string | undefined>;
}

export type ReadAbove = (connection: Connection) => Promise<Above>;

interface ReadDeps extends Pick<Deps, "policy"> {
  readonly store: { readonly connections: Pick<ConnectionStore, "read"> };
  readonly clock: Pick<Deps["clock"], "now">;
}

/**
 * @param known connections that were read a moment ago.
 * @returns what answers for any number of identities, all as of one moment.
 */
export function makeReadAbove(
  { store, policy, clock }: ReadDeps,
  known: readonly Connection[] = [],
): ReadAbove {
  const now = clock.now();
  const reads = new Map<IdentityKey, Promise<Connection | undefined>>(
    known.map((connection) => [identityKey(connection.identity), Promise.resolve(connection)]),
  );
  const read = (identity: Identity): Promise<Connection | undefined> => {
    const key = identityKey(identity);
    const found = reads.get(key) ?? store.connections.read(identity).then((saved) => saved?.value);
    reads.set(key, found);
    return found;
  };

  /** What speaks for a device. One that says nothing of itself may be a gateway that has yet to be known as one. */
  const spokesmanOf = async (device: Connection): Promise<Connection> => {
    const speaker = speakerOf(device.edge);
    const isSilent = speaker === undefined && device.head.link === "none";
    const module = speaker ?? (isSilent ? "hub" : undefined);
    return (module && (await read(identityOfModule(device.identity, module)))) ?? device;
  };

  const flappingOf = async (hub: string, parents: readonly string[]): Promise<string | undefined> => {
    for (const deviceId of parents) {
      const device = await read({ hub, deviceId });
      const part = device && (await spokesmanOf(device)).incidents.flapping;
      if (part !== undefined && !isPast(part)) return part.id;
    }
    return undefined;
  };

  /** `below`: from which the question came. Nobody is above himself, whatever the registry says. */
  const reachThrough = async (device: Identity, below: readonly string[], outAt: Instant): Promise<Reach> => {
    const own = await read(device);
    if (own === undefined || own.registry?.enabled === false) return REACHABLE;
    const spokesman = await spokesmanOf(own);
    const reach = reachByState(spokesman, policy, now, outAt);
    if (reach.name !== "waiting") return reach;
    // Disconnected behind one that is out, it is out as well.
    const higher = await reachAll(device, parentsOf(device, policy, own.registry), below, outAt);
    return higher.name === "out" ? higher : reach;
  };

  const reachAll = async (
    { hub, deviceId }: Identity,
    parents: readonly string[],
    below: readonly string[],
    outAt: Instant,
  ): Promise<Reach> => {
    const passed = [...below, deviceId];
    const others = parents.filter((parent) => !passed.includes(parent));
    return reachOf(
      await Promise.all(others.map((parent) => reachThrough({ hub, deviceId: parent }, passed, outAt))),
    );
  };

  return async (connection) => {
    const { identity, head } = connection;
    const { hub, deviceId, moduleId } = identity;
    const outAt = head.outage?.since ?? head.since;
    // Of a module its device's document knows whether that is a gateway, and where the registry puts it.
    const device = moduleId === undefined ? connection : await read({ hub, deviceId });
    const parents = parentsOf(identity, policy, device?.registry);
    const isInside =
      moduleId !== undefined &&
      systemModuleOf(identity) === undefined &&
      speakerOf(device?.edge) !== undefined;
    if (isInside) {
      // What a gateway's modules reach the hub through is the gateway itself.
      return {
        gateway: deviceId,
        parents: [deviceId],
        reach: () => reachThrough({ hub, deviceId }, [], outAt),
        flapping: () => flappingOf(hub, [deviceId]),
      };
    }
    const gateway =
      systemModuleOf(identity) === undefined ? gatewayOf(identity, device?.edge, parents) : deviceId;
    return {
      gateway,
      parents,
      reach: () => reachAll({ hub, deviceId }, parents, [], outAt),
      flapping: () => flappingOf(hub, parents),
    };
  };
}
