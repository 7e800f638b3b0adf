/** From a route's function to an HTTP handler: refuses what no route takes, and renders what the function replies. */
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
const ALLOWED = ["GET", "HEAD"];

export function serve(handle: ApiHandler<unknown>): HttpHandler {
  return async (request, context) => answer(request, refusalOf(request) ?? (await handle(request, context)));
}

function refusalOf(request: HttpRequest): Refused | undefined {
  if (!ALLOWED.includes(request.method)) return methodNotAllowed(request.method, ALLOWED);
  // One character is the question mark.
  if (new URL(request.url).search.length > QUERY_LIMIT + 1) return queryTooLong(QUERY_LIMIT);
  if (hasBody(request))
    return badRequest([{ field: "body", message: "must be empty: nothing here takes one" }]);
  return undefined;
}

/** Its headers tell; the platform's library takes the body itself away from a GET. */
function hasBody({ headers }: HttpRequest): boolean {
  return headers.has("transfer-encoding") || Number(headers.get("content-length") ?? 0) > 0;
}
