/** `GET /api/rejected`: events that could not be read, newest first. */
import { listRejected } from "../../application/queries/list-rejected.ts";
import type { RejectedEvent } from "../../application/ports.ts";
import type { ApiDeps } from "./api-route.ts";
import { PAGING, listBody, readPaging } from "./paging.ts";
import { badRequest } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { time } from "./render-time.ts";
import { ok } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import type { ListAnswer } from "./shapes/list-shape.ts";
import type { RejectedAnswer } from "./shapes/overview-shapes.ts";

const PATH = "/api/rejected";

export function makeListRejected({ store, pageLinks }: ApiDeps): ApiHandler<ListAnswer<RejectedAnswer>> {
  return async (request) => {
    const query = makeQueryReader(request, PAGING);
    const { top, after, link } = readPaging(query, pageLinks, PATH);
    if (query.errors.length > 0) return badRequest(query.errors);
    const { events, next } = await listRejected(store, after, top);
    return ok(listBody(events.map(renderRejected), next === undefined ? undefined : link(next)));
  };
}

function renderRejected({ id, at, reason, detail, body, truncated }: RejectedEvent): RejectedAnswer {
  return { id, at: time(at), reason, detail, body, truncated };
}
