/**
 * The steps of a topology from parent to parent. Parents are ids, so there are only so many: a step leads from one to
 * each other one that is among its children, by id or by a pattern.
 */
import { matchesPattern } from "../../../domain/pattern.ts";
import type { Path } from "../fault.ts";

/** What stands below a parent: an id or a pattern, and where it is written. */
export interface Child {
  readonly text: string;
  readonly path: Path;
}

/** The parents below a parent, and the first child that leads to each. */
export type Steps = ReadonlyMap<string, Child>;

/** Far beyond what a fleet needs, and done in a blink: 500 parents, and 500 patterns that may be any of them. */
const COMPARISONS_AT_MOST = 250_000;

export function isPattern(text: string): boolean {
  return text.includes("*");
}

/** Undefined if there is too much to compare. */
export function findSteps(
  childrenOf: ReadonlyMap<string, readonly Child[]>,
): ReadonlyMap<string, Steps> | undefined {
  const parents = [...childrenOf.keys()].toSorted();
  const found = new Map<string, Steps>();
  let left = COMPARISONS_AT_MOST;
  for (const [parent, children] of childrenOf) {
    const steps = new Map<string, Child>();
    for (const child of children) {
      const candidates = candidatesFor(child.text, parents);
      left -= candidates.length;
      if (left < 0) return undefined;
      for (const id of candidates) {
        if (!steps.has(id) && matchesPattern(child.text, id)) steps.set(id, child);
      }
    }
    found.set(parent, steps);
  }
  return found;
}

/** The parents that begin as the text does before its first star; they are few unless it begins with the star. */
function candidatesFor(text: string, parents: readonly string[]): readonly string[] {
  const [beginning = ""] = text.split("*", 1);
  const from = firstFrom(beginning, parents);
  if (!isPattern(text)) return parents[from] === text ? [text] : [];
  return parents.slice(from, firstFrom(`${beginning}\uFFFF`, parents));
}

/** The index of the first of `sorted` that is `text` or comes after it. */
function firstFrom(text: string, sorted: readonly string[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((sorted[middle] ?? "") < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
