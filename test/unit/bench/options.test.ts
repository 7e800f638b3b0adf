import { describe, expect, it } from "vitest";

import { MEASURE_NAMES } from "../../../bench/measures.ts";
import { readBenchOptions } from "../../../bench/options.ts";

describe("the options of the bench", () => {
  it("mean every measure without any, the longest last", () => {
    expect(readBenchOptions([])).toEqual(MEASURE_NAMES);
    expect(MEASURE_NAMES.at(-1)).toBe("fleet");
  });

  it("take one measure by its name", () => {
    expect(readBenchOptions(["--only", "queues"])).toEqual(["queues"]);
  });

  it.each([
    { args: ["--only", "queue"], sentence: /There is no measure "queue": decide, / },
    { args: ["--fast"], sentence: /--fast.*\nnpm run bench -- \[--only NAME\]/ },
  ])("refuse $args in a sentence", ({ args, sentence }) => {
    expect(readBenchOptions(args)).toMatch(sentence);
  });
});
