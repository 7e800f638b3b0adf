/** `GET /api/summary`: how many there are, counted at most every five seconds. */
import { makeCached } from "../../application/queries/cached.ts";
import { summarize } from "../../application/queries/summarize.ts";
import { answer } from "./answer.ts";
import type { ApiDeps, ApiHandler } from "./api-route.ts";
import { badQuery } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { time } from "./render-time.ts";

const TTL_MS = 5_000;

export function makeReadSummary(deps: ApiDeps): ApiHandler {
  const read = makeCached(deps.clock, TTL_MS, () => summarize(deps));
  return async (request) => {
    const { errors } = makeQueryReader(request, []);
    if (errors.length > 0) return badQuery(errors);
    const { asOf, ...counts } = await read();
    return answer(200, { ...counts, asOf: time(asOf) });
  };
}
