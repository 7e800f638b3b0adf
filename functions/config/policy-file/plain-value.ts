/** Looks into the plain values of a file whose shape is not yet known to be right. */
import type { Path } from "./fault.ts";

/** Whether a value is a group of keys and values. */
export function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands under a key or index; undefined for what is not there. */
export function childOf(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === "number" ? itemOf(value, step) : undefined;
  return isGroup(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function itemOf(list: readonly unknown[], index: number): unknown {
  return list[index];
}

/** A list's items with their indexes; none for what is no list. */
export function itemsOf(value: unknown): [number, unknown][] {
  return Array.isArray(value) ? [...value.entries()] : [];
}

/** The entries of a group; none for what is no group. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isGroup(value) ? Object.entries(value) : [];
}

/** No policy is deeper. */
const maxDepth = 12;

/** Every entry and item inside a value, at any depth that a policy can have. */
export function* entriesInside(value: unknown, path: Path = []): Iterable<{ path: Path; value: unknown }> {
  if (path.length >= maxDepth) return;
  for (const [step, child] of [...itemsOf(value), ...entriesOf(value)]) {
    const childPath = [...path, step];
    yield { path: childPath, value: child };
    yield* entriesInside(child, childPath);
  }
}

/** Whether a value without cycles holds more than `limit` values, each counted as often as it is reached. */
export function hasMoreValuesThan(root: unknown, limit: number): boolean {
  const open: unknown[] = [root];
  let count = 0;
  while (open.length > 0) {
    const value = open.pop();
    count += 1;
    if (count > limit) return true;
    for (const [, child] of [...itemsOf(value), ...entriesOf(value)]) open.push(child);
  }
  return false;
}
