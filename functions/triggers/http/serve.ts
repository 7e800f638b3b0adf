/** From a route's function to an HTTP handler: refuses what the route does not take, and renders what the function replies. */
import type { HttpHandler, HttpRequest, InvocationContext } from "@azure/functions";

import { answer } from "./answer.ts";
import { badRequest, methodNotAllowed, queryTooLong } from "./problem.ts";
import type { Refused, Reply } from "./reply.ts";

export type ApiHandler<Body> = (
  request: HttpRequest,
  context: Pick<InvocationContext, "invocationId">,
) => Promise<Reply<Body>>;

/** More than the longest link to a next page has, and less than the 8 KB that the platform takes of an address. */
export const QUERY_LIMIT = 6_000;

/** A route that reads: nothing changes, and there is no body. */
export function serve(handle: ApiHandler<unknown>): HttpHandler {
  return serveWith(["GET", "HEAD"], (request) => refusalOfBody(request), handle);
}

/** A route that acts: the body says on what. */
export function serveAction(handle: ApiHandler<unknown>): HttpHandler {
  return serveWith(["POST"], () => undefined, handle);
}

function serveWith(
  allowed: readonly string[],
  refuse: (request: HttpRequest) => Refused | undefined,
  handle: ApiHandler<unknown>,
): HttpHandler {
  return async (request, context) => {
    const refusal = refusalOf(request, allowed) ?? refuse(request);
    return answer(request, refusal ?? (await handle(request, context)));
  };
}

function refusalOf(request: HttpRequest, allowed: readonly string[]): Refused | undefined {
  if (!allowed.includes(request.method)) return methodNotAllowed(request.method, allowed);
  // One character is the question mark.
  const isTooLong = new URL(request.url).search.length > QUERY_LIMIT + 1;
  return isTooLong ? queryTooLong(QUERY_LIMIT) : undefined;
}

/** Its headers tell; the platform's library takes the body itself away from a GET. */
function refusalOfBody({ headers }: HttpRequest): Refused | undefined {
  const hasBody = headers.has("transfer-encoding") || Number(headers.get("content-length") ?? 0) > 0;
  return hasBody
    ? badRequest([{ field: "body", message: "must be empty: nothing here takes one" }])
    : undefined;
}
