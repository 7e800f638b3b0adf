import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCode, randomCode } from "../../../functions/domain/code.ts";

describe("randomCode", () => {
  test("is a code that parseCode gives back, whatever the randomness", () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(random, { minLength: 4, maxLength: 4 }), (numbers) => {
        let index = 0;
        const code = randomCode(() => numbers[index++] ?? 0);
        expect(code).toMatch(/^[0-9A-Z]{4}$/);
        expect(parseCode(code)).toBe(code);
      }),
    );
  });

  test("uses all 32 characters and none that look alike", () => {
    const seen = new Set(Array.from({ length: 32 }, (_, index) => randomCode(() => index / 32)[0]));
    expect([...seen].join("")).toBe("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
  });
});

describe("parseCode", () => {
  test.each([
    ["k7q2", "K7Q2"],
    ["oil1", "0111"],
    ["OOOO", "0000"],
    ["ZZZZ", "ZZZZ"],
  ])("%s is read as %s", (typed, code) => {
    expect(parseCode(typed)).toBe(code);
  });

  test.each(["", "K7Q", "K7Q22", "K7U2", "K7-2", " K7Q2", "K7Q2\n"])("%j is none", (typed) => {
    expect(parseCode(typed)).toBeUndefined();
  });
});
