/** Finds the place in the text that a path of keys and indexes leads to. */
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { Path } from "./fault.ts";

/**
 * The offset of the entry at `path`: of its key or its value. Where the path leads to nothing, of the nearest thing
 * around it. Through an alias it leads to where the value is written.
 */
export function offsetOf(document: Document, path: Path, at: "key" | "value"): number {
  let node: Node | null = document.contents;
  let offset = startOf(node);
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    const entry = entryOf(node, step);
    if (entry === undefined) return offset;
    node = entry.value;
    const wantsKey = at === "key" && index === path.length - 1;
    offset = wantsKey || node === null ? startOf(entry.key) : startOf(node);
  }
  return offset;
}

interface Entry {
  readonly key: Node | null;
  readonly value: Node | null;
}

function entryOf(node: Node | null, step: string | number): Entry | undefined {
  if (isMap(node)) {
    // The last of repeated keys is the one that counts.
    const pair = node.items.findLast((item) => isScalar(item.key) && String(item.key.value) === String(step));
    return pair === undefined ? undefined : entryOfPair(pair);
  }
  if (isSeq(node) && typeof step === "number" && step < node.items.length) {
    const item = node.items[step];
    const value = isNode(item) ? item : null;
    return { key: value, value };
  }
  return undefined;
}

function entryOfPair(pair: Pair): Entry {
  return { key: isNode(pair.key) ? pair.key : null, value: isNode(pair.value) ? pair.value : null };
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
