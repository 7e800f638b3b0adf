/** Writes what a system module is into its device's document, where those below it, and lists, read it. */
import type { Connection } from "../domain/connection.ts";
import { unknownConnection } from "../domain/decide.ts";
import { withEdgeModule } from "../domain/gateway.ts";
import { deviceKey } from "../domain/identity.ts";
import { edgeModuleOf, systemModuleOf } from "../domain/topology.ts";
import type { Transition } from "../domain/transition.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import type { Saved } from "./ports.ts";

/**
 * A device that is not known yet becomes known: its modules are proof of it. Repeating it changes nothing.
 * @param records those that the module owes: they say when its last outage was over.
 * @returns the device as it is now, where there is one.
 */
export async function tellGateway(
  deps: Deps,
  module: Connection,
  records: readonly Transition[],
): Promise<Saved<Connection> | undefined> {
  const { hub, deviceId } = module.identity;
  const name = systemModuleOf(module.identity);
  if (name === undefined) return undefined;
  return contend(deps, `the gateway ${deviceKey(module.identity)}`, async () => {
    const saved = await deps.store.connections.read({ hub, deviceId });
    const before = saved?.value ?? unknownConnection({ hub, deviceId });
    const next = withEdgeModule(before, name, deps.clock.now(), (known) =>
      edgeModuleOf(module, records, known),
    );
    if (next === before) return saved;
    const { connections } = deps.store;
    const version =
      saved === undefined ? await connections.create(next) : await connections.replace(next, saved.version);
    return version === undefined ? "lost" : { value: next, version };
  });
}
