/** Finds who reaches the hub through a device and is disconnected: by the policy, by the registry, and its modules. */
import type { Connection } from "../domain/connection.ts";
import { deviceKey, identityKey } from "../domain/identity.ts";
import type { Identity } from "../domain/identity.ts";
import { matchesPattern } from "../domain/pattern.ts";
import { parentsOf, systemModuleOf } from "../domain/topology.ts";
import type { Deps } from "./deps.ts";
import type { Saved } from "./ports.ts";

const PAGE = 500;

/**
 * Each once, those below them left out.
 * @param isGateway it is asked about as a gateway: its modules and what the registry puts below it count too.
 */
export async function childrenOf(
  deps: Deps,
  { hub, deviceId }: Identity,
  isGateway: boolean,
): Promise<readonly Saved<Connection>[]> {
  const { connections } = deps.store;
  const named = deps.policy.topology.flatMap(({ parent, children }) => (parent === deviceId ? children : []));
  const [patterns, ids] = [named.filter(isPattern), named.filter((one) => !isPattern(one))];
  const keys = ids.map((id) => deviceKey({ hub, deviceId: id }));
  if (isGateway)
    keys.push(deviceKey({ hub, deviceId }), ...(await connections.childrenOf({ hub, deviceId })));
  const found = keys.length > 0 ? await connections.ofDevices(keys) : [];
  for (const pattern of patterns) found.push(...(await matching(deps, hub, pattern)));
  const below = found.filter(({ value }) => value.head.link === "down" && isBelow(deps, value, deviceId));
  return [...new Map(below.map((saved) => [identityKey(saved.value.identity), saved])).values()];
}

function isPattern(text: string): boolean {
  return text.includes("*");
}

/** Of the device itself, its modules but the system modules; of another one, what the policy does not put elsewhere. */
function isBelow({ policy }: Deps, { identity }: Connection, deviceId: string): boolean {
  if (identity.deviceId === deviceId) {
    return identity.moduleId !== undefined && systemModuleOf(identity) === undefined;
  }
  return parentsOf(identity, policy, { at: 0, enabled: true, parent: deviceId }).includes(deviceId);
}

/** Those disconnected whose device matches: read from the pattern's beginning on. */
async function matching({ store }: Deps, hub: string, pattern: string): Promise<Saved<Connection>[]> {
  const devicePrefix = pattern.slice(0, pattern.indexOf("*"));
  const found: Saved<Connection>[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await store.connections.disconnected({ hub, devicePrefix }, after, PAGE);
    found.push(...page.filter(({ value }) => matchesPattern(pattern, value.identity.deviceId)));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return found;
    after = identityKey(last.value.identity);
  }
}
