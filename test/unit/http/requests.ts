/** Requests as the host makes them, and answers as a client reads them. */
import { HttpRequest } from "@azure/functions";
import type { HttpResponseInit } from "@azure/functions";

export function get(
  target: string,
  params: Record<string, string> = {},
  headers: Record<string, string> = {},
): HttpRequest {
  const url = `http://127.0.0.1:7071${target}`;
  return new HttpRequest({ method: "GET", url, params, headers, query: joinedQuery(url) });
}

/** The host hands over a repeated parameter as one, its values joined by commas. */
function joinedQuery(url: string): Record<string, string> {
  const { searchParams } = new URL(url);
  return Object.fromEntries(
    [...searchParams.keys()].map((name) => [name, searchParams.getAll(name).join(",")]),
  );
}

export function header(answer: HttpResponseInit, name: string): string | null {
  return new Headers(answer.headers).get(name);
}

/** The body of an answer that is a problem document or any other JSON object. */
export function bodyOf(answer: HttpResponseInit): Record<string, unknown> {
  const parsed: unknown = typeof answer.body === "string" ? JSON.parse(answer.body) : undefined;
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new TypeError("the answer has no JSON object in it");
  }
  return Object.fromEntries(Object.entries(parsed));
}
