import { describe, expect, test } from "vitest";

import { answer, answerTagged } from "../../../functions/triggers/http/answer.ts";
import { get, header } from "./requests.ts";

const tag = header(answerTagged(get("/"), { a: 1 }), "etag") ?? "";
const ask = (ifNoneMatch: string, body: unknown = { a: 1 }) =>
  answerTagged(get("/", {}, { "if-none-match": ifNoneMatch }), body);

describe("a single resource", () => {
  test("has a strong tag that changes with its body", () => {
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect(header(answerTagged(get("/"), { a: 2 }), "etag")).not.toBe(tag);
  });

  test.each([tag, `W/${tag}`, `"other", ${tag}`, "*"])("is 304 without a body for %s", (given) => {
    const same = ask(given);
    expect(same).toMatchObject({ status: 304 });
    expect(same.body).toBeUndefined();
    expect(header(same, "etag")).toBe(tag);
  });

  test.each(['"other"', "", tag.replaceAll('"', "")])("is 200 for %s", (given) => {
    expect(ask(given).status).toBe(200);
  });

  test("is 200 once it changed", () => {
    expect(ask(tag, { a: 2 }).status).toBe(200);
  });
});

test.each([answer(200, {}), ask(tag), ask("")])("every answer carries the security headers", (given) => {
  expect(header(given, "x-content-type-options")).toBe("nosniff");
  expect(header(given, "cache-control")).toBe("no-store");
  expect(header(given, "referrer-policy")).toBe("no-referrer");
  expect(header(given, "content-security-policy")).toContain("default-src 'none'");
});
