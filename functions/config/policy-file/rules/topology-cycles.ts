/** Finds the circles among the parents of a topology, each with the child that closes it. */
import type { Child, Steps } from "./topology-steps.ts";

/** From `start` down to itself: the first ids, `start` among them, how many are left out, and the last ones. */
export interface Cycle {
  readonly start: string;
  readonly before: readonly string[];
  readonly between: number;
  readonly after: readonly string[];
  /** The last step's, which leads back to `start`. */
  readonly child: Child;
}

interface Level {
  readonly id: string;
  readonly steps: Iterator<readonly [string, Child]>;
}

const BEFORE = 5;
const AFTER = 2;

/**
 * One circle for each step that leads back up on the way down, parents and children in the file's order: without
 * these steps there is none.
 */
export function findCycles(stepsFrom: ReadonlyMap<string, Steps>): Cycle[] {
  const found: Cycle[] = [];
  /** How deep a parent stands on the way down; infinite when all below it has been seen. */
  const depths = new Map<string, number>();
  const way: Level[] = [];
  const enter = (id: string, steps: Steps): void => {
    depths.set(id, way.length);
    way.push({ id, steps: steps.entries() });
  };
  for (const [first, steps] of stepsFrom) {
    if (!depths.has(first)) enter(first, steps);
    for (let level = way.at(-1); level !== undefined; level = way.at(-1)) {
      const { value, done } = level.steps.next();
      if (done === true) {
        depths.set(level.id, Infinity);
        way.pop();
        continue;
      }
      const [id, child] = value;
      const depth = depths.get(id);
      if (depth === undefined) enter(id, stepsFrom.get(id) ?? new Map());
      else if (depth < Infinity) found.push(cycleOf(way, depth, child));
    }
  }
  return found;
}

function cycleOf(way: readonly Level[], depth: number, child: Child): Cycle {
  const before = idsOf(way.slice(depth, depth + BEFORE));
  const after = idsOf(way.slice(Math.max(depth + BEFORE, way.length - AFTER)));
  const between = way.length - depth - before.length - after.length;
  return { start: before[0] ?? "", before, between, after, child };
}

function idsOf(levels: readonly Level[]): string[] {
  return levels.map(({ id }) => id);
}
