import { describe, expect, it } from "vitest";

import { MEASURE_NAMES } from "../../../bench/measures.ts";
import { readBenchOptions } from "../../../bench/options.ts";

describe("the options of the bench", () => {
  it("mean every measure without any, the longest last", () => {
    expect(readBenchOptions([])).toEqual({ names: MEASURE_NAMES });
    expect(MEASURE_NAMES.at(-1)).toBe("fleet");
  });

  it("take one measure by its name", () => {
    expect(readBenchOptions(["--only", "queues"])).toEqual({ names: ["queues"] });
  });

  it("take the number of identities that toggle", () => {
    expect(readBenchOptions(["--only", "noise", "--flapping", "10000"])).toEqual({
      names: ["noise"],
      flapping: 10_000,
    });
  });

  it.each([
    { args: ["--only", "queue"], sentence: /There is no measure "queue": decide, / },
    { args: ["--flapping", "many"], sentence: /^--flapping is a number from 1000 to 99999, not "many"\.$/ },
    { args: ["--flapping", "-1"], sentence: /flapping/ },
    { args: ["--flapping", "999"], sentence: /not "999"/ },
    { args: ["--fast"], sentence: /--fast.*\nnpm run bench -- \[--only NAME\] \[--flapping NUMBER\]/ },
  ])("refuse $args in a sentence", ({ args, sentence }) => {
    expect(readBenchOptions(args)).toMatch(sentence);
  });
});
