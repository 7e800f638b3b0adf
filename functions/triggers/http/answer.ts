/** How every answer is rendered: JSON, headers that keep it from being anything else, and ETags. */
import { createHash } from "node:crypto";

import type { HttpRequest, HttpResponseInit } from "@azure/functions";

/** Answers are data for programs: never kept, never guessed at, never shown as a page. */
const SECURITY_HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

type Headers = Readonly<Record<string, string>>;

export function answer(status: number, body: unknown, headers: Headers = {}): HttpResponseInit {
  return render(status, JSON.stringify(body), headers);
}

function render(status: number, text: string, headers: Headers): HttpResponseInit {
  return {
    status,
    body: text,
    headers: { ...SECURITY_HEADERS, "Content-Type": "application/json; charset=utf-8", ...headers },
  };
}

/** A single resource: with a strong ETag, and 304 for whoever has it already. */
export function answerTagged(request: HttpRequest, body: unknown): HttpResponseInit {
  const text = JSON.stringify(body);
  const etag = `"${createHash("sha256").update(text).digest("base64url")}"`;
  if (hasTag(request.headers.get("if-none-match"), etag)) {
    return { status: 304, headers: { ...SECURITY_HEADERS, ETag: etag } };
  }
  return render(200, text, { ETag: etag });
}

/** RFC 9110 compares weakly here: a proxy that compressed the answer may have marked the tag as weak. */
function hasTag(header: string | null, etag: string): boolean {
  const tags = new Set((header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, "")));
  return tags.has("*") || tags.has(etag);
}
