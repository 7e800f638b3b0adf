import { describe, expect, test } from "vitest";

import { answer } from "../../../functions/triggers/http/answer.ts";
import { notFound } from "../../../functions/triggers/http/problem.ts";
import { live, ok } from "../../../functions/triggers/http/reply.ts";
import type { Reply } from "../../../functions/triggers/http/reply.ts";
import { arrivedOf, requestOf } from "./requests.ts";

const ask = (reply: Reply<unknown>, headers: Record<string, string> = {}, method = "GET") =>
  arrivedOf(answer(requestOf("/", {}, headers, method), reply));
const tag = ask(ok({ a: 1 })).headers.get("etag") ?? "";
const unlike = (ifNoneMatch: string, body: unknown = { a: 1 }) =>
  ask(ok(body), { "if-none-match": ifNoneMatch });

describe("what may be asked for again", () => {
  test("has a strong tag that changes with its body, and may be kept by who asked, to be compared", () => {
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect(ask(ok({ a: 2 })).headers.get("etag")).not.toBe(tag);
    expect(ask(ok({})).headers.get("cache-control")).toBe("private, no-cache");
  });

  test.each([
    tag,
    `W/${tag}`,
    `"other", ${tag}`,
    `"other",${tag},"third"`,
    `  ${tag}  `,
    `"a, b", W/${tag}`,
    "*",
    " * ",
  ])("is a 304 without a body for %s", (given) => {
    const { status, headers, text } = unlike(given);
    expect([status, text]).toEqual([304, ""]);
    expect(headers.get("etag")).toBe(tag);
    expect(headers.get("cache-control")).toBe("private, no-cache");
    expect(headers.has("content-type")).toBe(false);
  });

  test.each([
    '"other"',
    "",
    tag.replaceAll('"', ""),
    `w/${tag}`.replace(/"/, ""),
    tag.slice(0, -1),
    "W/*",
    '"*"',
    '"other", *',
    '"a,*,b"',
    "**",
  ])("is a 200 for %s", (given) => {
    expect(unlike(given).status).toBe(200);
  });

  test("is a 200 once it changed", () => {
    expect(unlike(tag, { a: 2 }).status).toBe(200);
  });
});

test("what is true only now, and what went wrong, is never kept, and * is not enough to have it", () => {
  for (const reply of [live(200, {}), live(503, {}), notFound("device")]) {
    const { status, headers } = ask(reply, { "if-none-match": "*" });
    expect(status).not.toBe(304);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.has("etag")).toBe(false);
  }
});

test("a HEAD has the status and the headers of its GET, and no body", () => {
  for (const reply of [ok({ a: 1 }), live(503, {}), notFound("incident")]) {
    const [full, head] = [ask(reply), ask(reply, {}, "HEAD")];
    expect([head.status, [...head.headers]]).toEqual([full.status, [...full.headers]]);
    expect([head.text, full.text === ""]).toEqual(["", false]);
  }
});

test("every answer says that it is neither a script nor a page, and keeps its address to itself", () => {
  for (const { headers } of [ask(live(200, {})), unlike(tag), unlike(""), ask(notFound("module"))]) {
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  }
});
