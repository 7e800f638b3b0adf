/** Requests as the host makes them, and answers as they arrive. */
import { HttpRequest, HttpResponse, InvocationContext } from "@azure/functions";
import type { HttpResponseInit } from "@azure/functions";

export const CONTEXT = new InvocationContext({ invocationId: "00000000-0000-4000-8000-000000000000" });

export function requestOf(
  target: string,
  params: Record<string, string> = {},
  headers: Record<string, string> = {},
  method = "GET",
  body?: string,
): HttpRequest {
  const url = `http://127.0.0.1:7071${target}`;
  const content = body === undefined ? {} : { body: { string: body } };
  return new HttpRequest({ method, url, params, headers, query: joinedQuery(url), ...content });
}

/** The host hands over a repeated parameter as one, its values joined by commas. */
function joinedQuery(url: string): Record<string, string> {
  const { searchParams } = new URL(url);
  return Object.fromEntries(
    [...searchParams.keys()].map((name) => [name, searchParams.getAll(name).join(",")]),
  );
}

export interface Arrived {
  readonly status: number;
  readonly headers: Headers;
  /** Empty where there is no body. */
  readonly text: string;
}

export function arrivedOf({ status = 200, headers, body }: HttpResponseInit | HttpResponse): Arrived {
  return { status, headers: new Headers(headers), text: typeof body === "string" ? body : "" };
}
