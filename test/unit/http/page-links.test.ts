import { expect, test } from "vitest";

import { makePageLinks } from "../../../functions/adapters/page-link/page-links.ts";

test("a signature verifies for exactly the text that was signed", () => {
  const links = makePageLinks(["key"]);
  const signature = links.sign("page two");
  expect(links.verify("page two", signature)).toBe(true);
  expect(links.verify("page three", signature)).toBe(false);
  expect(links.verify("page two", "")).toBe(false);
});

test("every single changed character of a signature is noticed, spare bits at its end included", () => {
  const links = makePageLinks(["key"]);
  const signature = links.sign("page two");
  for (let at = 0; at < signature.length; at += 1) {
    for (const char of "ABab01-_") {
      const altered = signature.slice(0, at) + char + signature.slice(at + 1);
      expect(links.verify("page two", altered)).toBe(altered === signature);
    }
  }
});

test("during a rotation links signed with the former key still work, and new ones use the new key", () => {
  const before = makePageLinks(["old"]);
  const during = makePageLinks(["new", "old"]);
  const after = makePageLinks(["new"]);
  expect(during.verify("text", before.sign("text"))).toBe(true);
  expect(after.verify("text", during.sign("text"))).toBe(true);
  expect(after.verify("text", before.sign("text"))).toBe(false);
});

test("texts that UTF-8 would make the same have signatures of their own", () => {
  const links = makePageLinks(["key"]);
  const signature = links.sign("page \uD800");
  expect(links.verify("page \uD800", signature)).toBe(true);
  expect(links.verify("page \uD801", signature)).toBe(false);
  expect(links.verify("page \uFFFD", signature)).toBe(false);
});
