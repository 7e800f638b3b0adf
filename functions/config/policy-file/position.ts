/** Finds the place in the text that a path of keys and indexes leads to. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import type { Path } from "./fault.ts";

/**
 * The offset of the entry at `path`: of its key or its value. Where the path leads to nothing, of the nearest thing
 * around it. Through an alias it leads to where the value is written.
 */
export type OffsetOf = (path: Path, at: "key" | "value") => number;

/** `targets`: what each alias repeats. Maps are indexed once, since a file may have as many faults as keys. */
export function makeOffsets(document: Document, targets: ReadonlyMap<Alias, Node>): OffsetOf {
  const indexes = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  const indexOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const index = indexes.get(map) ?? indexByKey(map);
    indexes.set(map, index);
    return index;
  };
  return (path, at) => {
    let node: Node | null = document.contents;
    let offset = startOf(node);
    for (const [index, step] of path.entries()) {
      if (isAlias(node)) node = targets.get(node) ?? null;
      const entry = isMap(node) ? entryOfPair(indexOf(node).get(String(step))) : entryOfItem(node, step);
      if (entry === undefined) return offset;
      node = entry.value;
      const wantsKey = at === "key" && index === path.length - 1;
      offset = wantsKey || node === null ? startOf(entry.key) : startOf(node);
    }
    return offset;
  };
}

interface Entry {
  readonly key: Node | null;
  readonly value: Node | null;
}

/** The last of repeated keys is the one that counts. */
function indexByKey(map: YAMLMap): ReadonlyMap<string, Pair> {
  return new Map(
    map.items.flatMap((pair): [string, Pair][] =>
      isScalar(pair.key) ? [[String(pair.key.value), pair]] : [],
    ),
  );
}

function entryOfItem(node: Node | null, step: string | number): Entry | undefined {
  if (!isSeq(node) || typeof step !== "number" || step >= node.items.length) return undefined;
  const item = node.items[step];
  const value = isNode(item) ? item : null;
  return { key: value, value };
}

function entryOfPair(pair: Pair | undefined): Entry | undefined {
  if (pair === undefined) return undefined;
  return { key: isNode(pair.key) ? pair.key : null, value: isNode(pair.value) ? pair.value : null };
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
