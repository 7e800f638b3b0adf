/** What is true of every answer of the API, whatever was asked: checked wherever a test asks for one. */
import * as z from "zod";
import { expect } from "vitest";

import { problemShape } from "../../../functions/triggers/http/shapes/problem-shape.ts";
import type { Arrived } from "../../unit/http/requests.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** An object, empty where there is no body. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Whether what a status says may be kept and asked for again, at an address whose answers may be. */
const REVALIDATED = [200, 304];

/** `shape`: the route's, which its answers are written by. Members that it does not name are refused. */
export function checkAnswer(shape: z.ZodType, method: string, arrived: Arrived): Answer {
  const { status, headers, text } = arrived;
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  checkCaching(status, headers);
  if (status === 304) expect(headers.has("content-type")).toBe(false);
  if (method === "HEAD" || status === 304) {
    expect(text).toBe("");
    return { status, headers, json: {} };
  }
  const json: unknown = JSON.parse(text);
  checkBody(shape, arrived, json);
  return { status, headers, json: z.record(z.string(), z.unknown()).parse(json) };
}

function checkCaching(status: number, headers: Headers): void {
  const tag = headers.get("etag");
  expect(headers.get("cache-control")).toBe(tag === null ? "no-store" : "private, no-cache");
  if (tag === null) return;
  expect(tag).toMatch(/^"[\w-]{43}"$/);
  expect(REVALIDATED).toContain(status);
}

function checkBody(shape: z.ZodType, { status, headers }: Arrived, json: unknown): void {
  const type = headers.get("content-type");
  if (type !== "application/problem+json") {
    expect(type).toBe("application/json");
    expect(shape.parse(json)).toEqual(json);
    return;
  }
  expect(problemShape.parse(json)).toMatchObject({ status });
  expect(headers.get("allow")).toSatisfy((allow) =>
    status === 405 ? allow === "GET, HEAD" || allow === "POST" : allow === null,
  );
  expect(headers.has("retry-after")).toBe(status === 503);
}
