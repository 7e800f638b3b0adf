import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha256 } from "../../../functions/domain/digest.ts";

test("is SHA-256 of texts of every length", () => {
  const letters = Array.from({ length: 300 }, (_, index) => String.fromCharCode((index * 7919) % 128)).join(
    "",
  );
  for (let length = 0; length <= letters.length; length += 1) {
    const text = letters.slice(0, length);
    expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
  }
});

test("is SHA-256 of texts of all kinds", () => {
  let seed = 7;
  for (let count = 0; count < 500; count += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    const text = seed.toString(2 + (count % 35)).repeat(1 + (count % 90));
    expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
  }
});
