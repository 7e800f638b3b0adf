import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSequence } from "../../../functions/domain/sequence.ts";

describe("parseSequence", () => {
  test("orders as the numbers do, however they were written", () => {
    const number = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
    const text = (value: bigint, upper: boolean, zeros: number): string => {
      const digits = value.toString(16).padStart(Math.min(zeros, 64), "0");
      return upper ? digits.toUpperCase() : digits;
    };
    fc.assert(
      fc.property(number, number, fc.boolean(), fc.nat(64), (a, b, upper, zeros) => {
        const [one, two] = [parseSequence(text(a, upper, zeros)), parseSequence(text(b, !upper, 0))];
        if (one === undefined || two === undefined) throw new Error("both are sequence numbers");
        expect(one < two).toBe(a < b);
        expect(one === two).toBe(a === b);
      }),
    );
  });

  test.each([
    ["1", "1".padStart(64, "0")],
    ["aBc", "ABC".padStart(64, "0")],
    ["F".repeat(64), "F".repeat(64)],
    ["0".repeat(64), "0".repeat(64)],
  ])("%j is kept upper-cased and padded", (text, kept) => {
    expect(parseSequence(text)).toBe(kept);
  });

  test.each([
    "",
    "g",
    "0x1",
    " 1",
    "1 ",
    "1\n",
    "-1",
    "+1",
    "1.0",
    "1".repeat(65),
    "0".repeat(65),
    "１",
    "ﬀ",
  ])("%j is none", (text) => {
    expect(parseSequence(text)).toBeUndefined();
  });
});
