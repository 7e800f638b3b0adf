/**
 * What must hold between the entries of `topology`: no device is its own parent, near or far. A parent may have
 * several entries. Works on values of any shape, so that these faults are reported together with those of the schema.
 */
import { matchesPattern } from "../../../domain/pattern.ts";
import { type Finding, formatPath, isTellable, type Path } from "../fault.ts";
import { childOf, itemsOf } from "../plain-value.ts";
import { type Cycle, findCycles } from "./topology-cycles.ts";
import { type Child, findSteps, isPattern } from "./topology-steps.ts";

export function findTopologyFaults(root: unknown): Finding[] {
  const places = new Map<string, Path>();
  const childrenOf = new Map<string, Child[]>();
  const found: Finding[] = [];
  for (const { parent, path, children } of entriesOf(root)) {
    places.set(parent, places.get(parent) ?? [...path, "parent"]);
    const others = childrenOf.get(parent) ?? [];
    childrenOf.set(parent, others);
    for (const child of children) {
      // One that is its own parent is at fault already, wherever else it leads.
      if (matchesPattern(child.text, parent)) found.push(ownParent(child, parent));
      else others.push(child);
    }
  }
  const steps = findSteps(childrenOf);
  if (steps === undefined) return [...found, tooMuch];
  return [...found, ...findCycles(steps).map((cycle) => goesRound(cycle, places))];
}

interface Entry {
  readonly parent: string;
  readonly path: Path;
  readonly children: readonly Child[];
}

/** Those whose parent is one device. A pattern in its place is a fault of its own, and stands above nobody. */
function entriesOf(root: unknown): Entry[] {
  return itemsOf(childOf(root, "topology")).flatMap(([index, entry]) => {
    const parent = childOf(entry, "parent");
    if (typeof parent !== "string" || isPattern(parent)) return [];
    const path = ["topology", index];
    const children = itemsOf(childOf(entry, "children")).flatMap(([at, text]) =>
      typeof text === "string" ? [{ text, path: [...path, "children", at] }] : [],
    );
    return [{ parent, path, children }];
  });
}

function ownParent({ text, path }: Child, parent: string): Finding {
  const named = isTellable(parent) ? `${parent}, its own parent` : "its own parent";
  const words = isPattern(text)
    ? `matches ${named}; write a pattern that leaves the parent out, or the children's ids`
    : "is its own parent; remove it from these children";
  return { path, at: "value", name: "own-parent", words };
}

function goesRound(
  { start, before, between, after, child }: Cycle,
  places: ReadonlyMap<string, Path>,
): Finding {
  const nameOf = (id: string): string => (isTellable(id) ? id : formatPath(places.get(id) ?? []));
  const left = between === 0 ? [] : [`… (${between} more)`];
  const circle = [...before.map(nameOf), ...left, ...after.map(nameOf), nameOf(start)].join(" → ");
  const closes = isPattern(child.text) ? `matches ${nameOf(start)}, which closes` : "closes";
  const words = `${closes} a circle: ${circle}; a device cannot be behind itself, so remove one of these steps`;
  return { path: child.path, at: "value", name: "topology-cycle", words };
}

const tooMuch: Finding = {
  path: ["topology"],
  at: "key",
  name: "too-large",
  words:
    "has too many patterns that may match a parent; write the children's ids, or patterns that begin with letters",
};
