/** Writes what a system module is into its device's document, where those below it, and lists, read it. */
import type { Connection } from "../domain/connection.ts";
import { unknownConnection } from "../domain/decide.ts";
import { edgeModuleOf, withEdgeModule } from "../domain/gateway.ts";
import { deviceKey } from "../domain/identity.ts";
import { systemModuleOf } from "../domain/topology.ts";
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
    const { connections } = deps.store;
    const saved = await connections.read({ hub, deviceId });
    // What it was when the debt was read may be over by now, and told already.
    const current = await connections.read(module.identity);
    const before = saved?.value ?? unknownConnection({ hub, deviceId });
    const next = withEdgeModule(before, name, deps.clock.now(), (known) =>
      edgeModuleOf(current?.value ?? module, records, known),
    );
    if (next === before) return saved;
    const version =
      saved === undefined ? await connections.create(next) : await connections.replace(next, saved.version);
    if (version === undefined) return "lost";
    // Whoever told of a later change meanwhile found nothing to write: this write undid it.
    const after = await connections.read(module.identity);
    return after?.version === current?.version ? { value: next, version } : "lost";
  });
}
