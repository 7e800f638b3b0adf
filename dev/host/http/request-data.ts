/** An HTTP request as the host hands it to `@azure/functions`. */
import type { IncomingMessage } from "node:http";

import type { HttpRequestData } from "../core/model.ts";

/** The body is larger than the host takes. */
export class BodyTooLargeError extends Error {
  override name = "BodyTooLargeError";
}

// The platform's limit for an HTTP trigger.
const maxBodyBytes = 104_857_600;

/** The raw body; rejects with BodyTooLargeError beyond 100 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBodyBytes) {
      throw new BodyTooLargeError(`A request body may have at most ${maxBodyBytes} bytes.`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Repeated headers and query parameters arrive joined by commas, as the real host joins them. */
export function requestData(
  request: IncomingMessage,
  params: Readonly<Record<string, string>>,
  body: Buffer,
): HttpRequestData {
  const target = request.url ?? "/";
  const url = `http://${request.headers.host ?? ""}${target}`;
  return {
    method: request.method ?? "GET",
    url,
    headers: joinedHeaders(request),
    query: joinedQuery(target),
    params,
    ...(body.length > 0 ? { body: { bytes: body } } : {}),
  };
}

function joinedHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    headers[name] = values?.join(name === "cookie" ? "; " : ", ") ?? "";
  }
  return headers;
}

function joinedQuery(target: string): Record<string, string> {
  const at = target.indexOf("?");
  const search = new URLSearchParams(at < 0 ? "" : target.slice(at + 1));
  const names = new Set(search.keys());
  return Object.fromEntries([...names].map((name) => [name, search.getAll(name).join(",")]));
}
