/** Random stories of a fleet, and what may go wrong in the telling of them. */
import * as fc from "fast-check";
import type { Shape } from "./fleet.ts";
import { acts } from "./history.ts";
import type { Act } from "./history.ts";

export interface Story {
  readonly shape: Shape;
  readonly story: readonly Act[];
  readonly seed: number;
}

export interface Disorder {
  /** The share of calls that fail, and of those at which the process dies. */
  readonly faults: number;
  readonly deaths: number;
  /** Messages of a queue may all be lost. */
  readonly lossy: boolean;
  /** Some events come half an hour late. */
  readonly late: boolean;
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  arrangement: fc.constantFrom("one", "two", "nested", "plain"),
  leaves: fc.integer({ min: 2, max: 6 }),
  modules: fc.constantFrom(
    ["$edgeAgent", "$edgeHub"],
    ["$edgeAgent", "$edgeHub"],
    ["$edgeHub"],
    ["$edgeAgent"],
  ),
  groupBy: fc.constantFrom("gateway", "gateway", "device", "hub"),
});

export const stories: fc.Arbitrary<Story> = fc.record({
  shape: shapes,
  story: acts,
  seed: fc.integer({ min: 1, max: 2_000_000_000 }),
});

export const disorders: fc.Arbitrary<Disorder> = fc.record({
  faults: fc.constantFrom(0, 0.01, 0.05),
  deaths: fc.constantFrom(0, 0, 0.002),
  lossy: fc.boolean(),
  late: fc.boolean(),
});
