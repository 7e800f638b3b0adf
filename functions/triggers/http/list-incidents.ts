/** `GET /api/incidents`: newest first. */
import * as z from "zod";

import { INCIDENT_STATES, listIncidents } from "../../application/queries/list-incidents.ts";
import type { IncidentCursor } from "../../application/queries/list-incidents.ts";
import type { ApiDeps } from "./api-route.ts";
import { PAGING, listBody, readPaging } from "./paging.ts";
import { badRequest } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { renderIncident } from "./render-incident.ts";
import { ok } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import type { IncidentAnswer } from "./shapes/incident-shape.ts";
import type { ListAnswer } from "./shapes/list-shape.ts";

const PATH = "/api/incidents";

export function makeListIncidents({ store, pageLinks }: ApiDeps): ApiHandler<ListAnswer<IncidentAnswer>> {
  return async (request) => {
    const query = makeQueryReader(request, ["state", ...PAGING]);
    const state = query.oneOf("state", INCIDENT_STATES);
    const { top, after, link } = readPaging(query, pageLinks, PATH);
    if (query.errors.length > 0) return badRequest(query.errors);
    const cursor = after === undefined ? undefined : readCursor(after);
    const { incidents, next } = await listIncidents(store, state, cursor, top);
    const nextLink = next === undefined ? undefined : link(writeCursor(next));
    return ok(listBody(incidents.map(renderIncident), nextLink));
  };
}

const Cursor = z.tuple([z.number(), z.string()]);

function writeCursor({ openedAt, id }: IncidentCursor): string {
  return JSON.stringify([openedAt, id]);
}

/** Only what was signed comes here; it throws for anything else. */
function readCursor(text: string): IncidentCursor {
  const [openedAt, id] = Cursor.parse(JSON.parse(text));
  return { openedAt, id };
}
