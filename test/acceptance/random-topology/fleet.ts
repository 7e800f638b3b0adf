/** Small fleets for random stories: one or two gateways in some arrangement, and the leaves behind them. */
import type { Identity } from "../../../functions/domain/identity.ts";
import type { DampingSettings } from "../../../functions/domain/damping.ts";
import type { Grouping, Policy } from "../../../functions/domain/policy.ts";
import { POLICY } from "../world.ts";

export type Arrangement = "one" | "two" | "nested" | "plain";

export interface Shape {
  readonly arrangement: Arrangement;
  readonly leaves: number;
  /** Which system modules the first gateway has. */
  readonly modules: readonly string[];
  readonly groupBy: Grouping;
}

export interface Fleet {
  readonly policy: Policy;
  /** Everybody who connects; a module is `gw-a/$edgeHub`. */
  readonly names: readonly string[];
  /** Of each device, those through which it reaches the hub. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

export const HUB = "contoso-hub";

export function identityOf(name: string): Identity {
  const [deviceId = "", moduleId] = name.split("/");
  return moduleId === undefined ? { hub: HUB, deviceId } : { hub: HUB, deviceId, moduleId };
}

/** Of the leaves, the second is told to the phone alone; of the modules, the camera to the workflow. */
export function fleetOf({ arrangement, leaves, modules, groupBy }: Shape, flapping: DampingSettings): Fleet {
  const leafNames = Array.from({ length: leaves }, (_, index) => `leaf-${index + 1}`);
  const second = { one: [], two: ["$edgeAgent", "$edgeHub"], nested: ["$edgeHub"], plain: [] }[arrangement];
  const topology = topologyOf(arrangement, leafNames);
  const routes = POLICY.routes.flatMap((route) => [
    { ...route, groupBy: [groupBy], match: { device: "leaf-2" }, notify: ["oncall"] },
    { ...route, groupBy: [groupBy], match: { module: "camera" }, notify: ["ops"] },
    { ...route, groupBy: [groupBy] },
  ]);
  return {
    policy: { ...POLICY, routes, topology, flapping },
    names: [
      ...[...modules, "camera"].map((module) => `gw-a/${module}`),
      ...second.map((module) => `gw-b/${module}`),
      ...(arrangement === "plain" ? ["gw-b"] : []),
      ...leafNames,
    ],
    parents: new Map(
      ["gw-b", ...leafNames].map((name) => [
        name,
        topology.filter(({ children }) => children.includes(name)).map(({ parent }) => parent),
      ]),
    ),
  };
}

/** The first leaf has both gateways above it where they stand side by side. `plain`: the second is no gateway. */
function topologyOf(arrangement: Arrangement, leaves: readonly string[]): Policy["topology"] {
  const [even, odd] = [
    leaves.filter((_, index) => index % 2 === 1),
    leaves.filter((_, index) => index % 2 === 0),
  ];
  switch (arrangement) {
    case "one":
      return [{ parent: "gw-a", children: leaves }];
    case "two":
      return [
        { parent: "gw-b", children: ["leaf-1", ...even] },
        { parent: "gw-a", children: odd },
      ];
    case "nested":
    case "plain":
      return [
        { parent: "gw-a", children: ["gw-b", ...odd] },
        { parent: "gw-b", children: even },
      ];
    default:
      return arrangement satisfies never;
  }
}

/** Devices that are the one, or reach the hub through it. */
export function atAndBelow(device: string, { parents }: Fleet): ReadonlySet<string> {
  const found = new Set([device]);
  for (const _step of parents) {
    for (const [child, above] of parents) if (above.some((parent) => found.has(parent))) found.add(child);
  }
  return found;
}
