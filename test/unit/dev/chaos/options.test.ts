/** The options of `npm run chaos`. */
import { expect, it } from "vitest";

import { readChaosOptions } from "../../../../dev/chaos/options.ts";

it("has defaults, and a seed of its own each time", () => {
  const options = readChaosOptions([]);
  expect(options).toMatchObject({ kills: 100, events: 5_000, stores: ["sqlite", "cosmos"] });
  expect(options).toHaveProperty("seed", expect.any(Number));
});

it("takes every option", () => {
  expect(readChaosOptions("--kills 0 --events 50 --seed 7 --store cosmos".split(" "))).toEqual({
    kills: 0,
    events: 50,
    seed: 7,
    stores: ["cosmos"],
  });
});

it.for([
  ["--kills", "-1"],
  ["--events", "49"],
  ["--seed", "x"],
  ["--store", "oracle"],
  ["--speed", "2"],
  ["stray"],
])("refuses %s %s with a sentence and the usage", (args) => {
  expect(readChaosOptions(args)).toMatch(/\S.*\nnpm run chaos -- /s);
});
