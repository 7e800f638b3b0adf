/** `GET /api/summary`: how many there are, counted at most every five seconds. */
import { makeCached } from "../../application/queries/cached.ts";
import { summarize } from "../../application/queries/summarize.ts";
import type { ApiDeps } from "./api-route.ts";
import { badRequest } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { time } from "./render-time.ts";
import { ok } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import type { SummaryAnswer } from "./shapes/overview-shapes.ts";

const TTL_MS = 5_000;

export function makeReadSummary(deps: ApiDeps): ApiHandler<SummaryAnswer> {
  const read = makeCached(deps.clock, TTL_MS, () => summarize(deps));
  return async (request) => {
    const { errors } = makeQueryReader(request, []);
    if (errors.length > 0) return badRequest(errors);
    const { asOf, ...counts } = await read();
    return ok({ ...counts, asOf: time(asOf) });
  };
}
