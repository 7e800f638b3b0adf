import { describe, expect, it } from "vitest";

import { comparisonRow } from "../../../bench/report.ts";
import { inTurns } from "../../../bench/rounds.ts";

describe("two things in turns", () => {
  it("alternate, and leave their first rounds out", async () => {
    const order: string[] = [];
    const compared = await inTurns({
      product: (round) => (order.push(`A${round}`), [1_000, 2, 4, 6][round] ?? 0),
      floor: async (round) => (order.push(`B${round}`), [1, 1, 4, 2][round] ?? 0),
      rounds: 3,
      warmUp: 1,
    });

    expect(order).toEqual(["A0", "B0", "A1", "B1", "A2", "B2", "A3", "B3"]);
    expect(compared.product.median).toBe(4);
    expect(compared.floor.median).toBe(2);
    expect(compared.ratio).toEqual({ median: 2, lowerQuartile: 1.5, upperQuartile: 2.5 });
  });
});

describe("the row of a comparison", () => {
  const spread = (median: number) => ({ median, lowerQuartile: median - 0.1, upperQuartile: median + 0.1 });
  const row = (ratio: number, goal: { atLeast: number } | { atMost: number }) =>
    comparisonRow(
      { product: spread(7), floor: spread(5), ratio: spread(ratio) },
      { measure: "m", format: (value) => `${value} ms`, goal },
    );

  it("shows both sides, their ratio and its quartiles", () => {
    expect(row(1.4, { atMost: 1.4 })).toEqual({
      measure: "m",
      product: "7 ms",
      floor: "5 ms",
      result: "1.40 (1.30–1.50)",
      goal: "≤ 1.4",
      met: true,
    });
  });

  it.each([
    { ratio: 1.41, goal: { atMost: 1.4 }, met: false },
    { ratio: 0.5, goal: { atLeast: 0.5 }, met: true },
    { ratio: 0.49, goal: { atLeast: 0.5 }, met: false },
  ])("$ratio against $goal", ({ ratio, goal, met }) => {
    expect(row(ratio, goal).met).toBe(met);
  });
});
