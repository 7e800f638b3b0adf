import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesPattern } from "../../../functions/domain/pattern.ts";

describe("matchesPattern", () => {
  test.each<[string, string, boolean]>([
    ["oslo-*", "oslo-pump", true],
    ["oslo-*", "oslo-", true],
    ["oslo-*", "oslo", false],
    ["oslo-*", "x-oslo-1", false],
    ["*-pump", "oslo-pump", true],
    ["*-pump", "oslo-pump-2", false],
    ["a*b*c", "abc", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "acb", false],
    ["*", "", true],
    ["*", "anything at all\nand more", true],
    ["", "", true],
    ["", "a", false],
    ["**", "ab", true],
    ["a", "A", false],
    ["$edgeHub", "$edgeHub", true],
    ["a.c", "abc", false],
    ["a+", "aa", false],
    ["(a)|[b]", "(a)|[b]", true],
    [String.raw`a\d`, "a1", false],
    ["a?", "ab", false],
    ["a*a", "a", false],
  ])("%j and %j: %j", (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  test("agrees with trying every way to fill the stars", () => {
    const naive = (pattern: string, text: string): boolean => {
      if (pattern === "") return text === "";
      if (pattern.startsWith("*")) {
        return naive(pattern.slice(1), text) || (text !== "" && naive(pattern, text.slice(1)));
      }
      return text !== "" && text[0] === pattern[0] && naive(pattern.slice(1), text.slice(1));
    };
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", ".", "$"), maxLength: 7 });
    const text = fc.string({ unit: fc.constantFrom("a", "b", ".", "$"), maxLength: 9 });
    fc.assert(
      fc.property(pattern, text, (a, b) => {
        expect(matchesPattern(a, b)).toBe(naive(a, b));
      }),
      { numRuns: 5000 },
    );
  });

  test("many stars over a long id take no time", () => {
    const before = performance.now();
    expect(matchesPattern("*-".repeat(30).concat("x"), "-".repeat(128))).toBe(false);
    expect(performance.now() - before).toBeLessThan(200);
  });
});
