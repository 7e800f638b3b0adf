/**
 * The topology of IoT Edge: who reaches the hub through whom. A gateway is a device with a system module; its modules
 * reach the hub through it, and so do the devices below it, by the policy or by the registry.
 */
import { isDrill } from "./drill.ts";
import type { Identity } from "./identity.ts";
import { matchesPattern } from "./pattern.ts";
import type { Policy } from "./policy.ts";
import type { RegistryFacts } from "./registry.ts";
import type { Instant } from "./time.ts";

const SYSTEM_MODULES = { $edgeAgent: "agent", $edgeHub: "hub" } as const;

export type SystemModule = "agent" | "hub";

/** The confirmed state of a system module, as its device's document has it. */
export interface EdgeModule {
  readonly out: boolean;
  /** While it is out: since when, and the incident that tells of it. */
  readonly since?: Instant | undefined;
  readonly incident?: string | undefined;
  /** The connect that ended its last outage. */
  readonly returnedAt?: Instant | undefined;
}

/** What a gateway's document knows of its system modules; one that is unknown or deleted is absent. */
export type Edge = { readonly [Module in SystemModule]?: EdgeModule | undefined };

/** Which of the two system modules it is, if any. */
export function systemModuleOf({ moduleId }: Identity): SystemModule | undefined {
  return moduleId === "$edgeAgent" || moduleId === "$edgeHub" ? SYSTEM_MODULES[moduleId] : undefined;
}

/** A system module, by which its children know their gateway: `$edgeHub`, else `$edgeAgent`. */
export function speakerOf(edge: Edge | undefined): SystemModule | undefined {
  if (edge?.hub !== undefined) return "hub";
  return edge?.agent === undefined ? undefined : "agent";
}

export function identityOfModule({ hub, deviceId }: Identity, module: SystemModule): Identity {
  return { hub, deviceId, moduleId: module === "hub" ? "$edgeHub" : "$edgeAgent" };
}

/** Those through which a device reaches the hub, by id: the policy's word, and the registry's where it has none. */
export function parentsOf(
  { hub, deviceId }: Identity,
  policy: Policy,
  registry: RegistryFacts | undefined,
): readonly string[] {
  if (isDrill({ hub })) return [];
  const named = policy.topology
    .filter(({ children }) => children.some((child) => matchesPattern(child, deviceId)))
    .map(({ parent }) => parent);
  const parents = named.length > 0 ? named : registry?.parent === undefined ? [] : [registry.parent];
  return [...new Set(parents)].filter((parent) => parent !== deviceId).toSorted();
}

/** Whether others may reach the hub through it, or through what it speaks for. */
export function isParent(identity: Identity, policy: Policy): boolean {
  if (identity.moduleId !== undefined) return systemModuleOf(identity) !== undefined;
  return policy.topology.some(({ parent }) => parent === identity.deviceId);
}

/** The gateway by which an identity is grouped: its device, if that is one; else the first above it; else its device. */
export function gatewayOf(
  { deviceId }: Identity,
  edge: Edge | undefined,
  parents: readonly string[],
): string {
  return speakerOf(edge) === undefined ? (parents[0] ?? deviceId) : deviceId;
}
