/** `GET /api/rejected`: events that could not be read, newest first. */
import { listRejected } from "../../application/queries/list-rejected.ts";
import type { RejectedEvent } from "../../application/ports.ts";
import { answer } from "./answer.ts";
import type { ApiDeps, ApiHandler } from "./api-route.ts";
import { PAGING, listBody, readPaging } from "./paging.ts";
import { badQuery } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { time } from "./render-time.ts";

const PATH = "/api/rejected";

export function makeListRejected({ store, pageLinks }: ApiDeps): ApiHandler {
  return async (request) => {
    const query = makeQueryReader(request, PAGING);
    const { top, after, link } = readPaging(query, pageLinks, PATH);
    if (query.errors.length > 0) return badQuery(query.errors);
    const { events, next } = await listRejected(store, after, top);
    return answer(200, listBody(events.map(renderRejected), next === undefined ? undefined : link(next)));
  };
}

function renderRejected({ id, at, reason, detail, body, truncated }: RejectedEvent): object {
  return { id, at: time(at), reason, detail, body, truncated };
}
