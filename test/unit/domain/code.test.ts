import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeOf, parseCode } from "../../../functions/domain/code.ts";

describe("codeOf", () => {
  const ids = Array.from(
    { length: 20_000 },
    (_, index) => `hub!device-${index % 5_000}!00000${Math.floor(index / 5_000)}`,
  );

  test("is a code that parseCode gives back, the same for the same try", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(20), (id, attempt) => {
        const code = codeOf(id, attempt);
        expect(parseCode(code)).toBe(code);
        expect(codeOf(id, attempt)).toBe(code);
      }),
    );
  });

  test("differs from try to try, and between incidents as if it were drawn", () => {
    const codes = new Set(ids.map((id) => codeOf(id, 0)));
    // Of 2^20 codes, 20,000 drawn ones meet another about 190 times.
    expect(codes.size).toBeGreaterThan(20_000 - 260);
    const again = ids.filter((id) => codeOf(id, 1) === codeOf(id, 0));
    expect(again.length).toBeLessThan(5);
  });

  test("uses all 32 characters at each place, about as often, and none that look alike", () => {
    for (const place of [0, 1, 2, 3]) {
      const counts = new Map<string, number>();
      for (const id of ids) {
        const character = codeOf(id, 0).charAt(place);
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
      expect([...counts.keys()].toSorted().join("")).toBe("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
      expect(Math.min(...counts.values())).toBeGreaterThan(500);
      expect(Math.max(...counts.values())).toBeLessThan(800);
    }
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
