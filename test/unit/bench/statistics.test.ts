import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { spreadOf } from "../../../bench/statistics.ts";

describe("the spread of some values", () => {
  it.each([
    { values: [5], median: 5, lowerQuartile: 5, upperQuartile: 5 },
    { values: [9, 1, 5], median: 5, lowerQuartile: 3, upperQuartile: 7 },
    { values: [4, 1, 3, 2], median: 2.5, lowerQuartile: 1.75, upperQuartile: 3.25 },
    { values: [10, 9, 8, 100, 7], median: 9, lowerQuartile: 8, upperQuartile: 10 },
  ])("of $values", ({ values, ...spread }) => {
    expect(spreadOf(values)).toEqual(spread);
  });

  it("leaves the values as they were", () => {
    const values = [3, 1, 2];
    spreadOf(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it("does not depend on their order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        expect(spreadOf(values.toReversed())).toEqual(spreadOf(values));
      }),
    );
  });

  it("refuses none", () => {
    expect(() => spreadOf([])).toThrow("nothing");
  });
});
