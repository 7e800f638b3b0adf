/** From a reply to HTTP: JSON, the headers that say how it may be used, and 304 for whoever has it already. */
import type { HttpRequest, HttpResponseInit } from "@azure/functions";

import { isNamedBy, tagOf } from "./etag.ts";
import type { Refused, Reply } from "./reply.ts";

const SECURITY_HEADERS = {
  // A browser that is led here must take it for neither a script nor a page.
  "X-Content-Type-Options": "nosniff",
  // Where it is shown as a page after all, nothing in it is loaded or run, and nobody puts it into a frame.
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  // The address may have a function key in it.
  "Referrer-Policy": "no-referrer",
};

/** No cache between keeps it, since it is for whoever has the key; the caller's own asks before using it again. */
const REVALIDATED = "private, no-cache";
/** Said of errors too: caches may keep a 404 that says nothing. */
const NEVER_KEPT = "no-store";

/** A HEAD is answered like its GET, without the body. */
export function answer(request: HttpRequest, reply: Reply<unknown>): HttpResponseInit {
  const { body, ...head } = answerInFull(request, reply);
  return request.method === "HEAD" ? head : { ...head, body };
}

function answerInFull(request: HttpRequest, reply: Reply<unknown>): HttpResponseInit {
  switch (reply.name) {
    case "ok":
      return answerOk(request, JSON.stringify(reply.body));
    case "live":
      return json(reply.status, JSON.stringify(reply.body), { "Cache-Control": NEVER_KEPT });
    case "accepted":
      return json(202, JSON.stringify(reply.body), {
        "Cache-Control": NEVER_KEPT,
        Location: reply.location,
      });
    case "refused":
      return answerRefused(reply);
    default:
      return reply satisfies never;
  }
}

function answerOk(request: HttpRequest, text: string): HttpResponseInit {
  const validators = { "Cache-Control": REVALIDATED, ETag: tagOf(text) };
  return isNamedBy(request.headers.get("if-none-match"), validators.ETag)
    ? { status: 304, headers: { ...SECURITY_HEADERS, ...validators } }
    : json(200, text, validators);
}

function answerRefused({ problem, headers }: Refused): HttpResponseInit {
  const own = { "Content-Type": "application/problem+json", "Cache-Control": NEVER_KEPT };
  return json(problem.status, JSON.stringify(problem), { ...own, ...headers });
}

function json(status: number, body: string, headers: Readonly<Record<string, string>>): HttpResponseInit {
  return { status, body, headers: { ...SECURITY_HEADERS, "Content-Type": "application/json", ...headers } };
}
