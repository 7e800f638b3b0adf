/** `GET /api/devices/{deviceId}/transitions` and `…/modules/{moduleId}/transitions`, newest first. */
import { listTransitions } from "../../application/queries/list-transitions.ts";
import { answer } from "./answer.ts";
import type { ApiDeps, ApiHandler } from "./api-route.ts";
import { findAsked, readReference } from "./asked-identity.ts";
import { PAGING, listBody, readPaging } from "./paging.ts";
import { badQuery } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { renderTransition } from "./render-transition.ts";
import { readTransitionCursor, writeTransitionCursor } from "./transition-cursor.ts";

export function makeListTransitions(deps: ApiDeps): ApiHandler {
  return async (request) => {
    const query = makeQueryReader(request, ["hub", ...PAGING]);
    const reference = readReference(request, query);
    const { top, after, link } = readPaging(query, deps.pageLinks, pathOf(reference));
    if (query.errors.length > 0) return badQuery(query.errors);
    const found = await findAsked(deps.store, reference);
    if (found.name === "refused") return found.answer;
    const identity = { ...reference, hub: found.hub };
    const own = found.connections.find((connection) => connection.identity.moduleId === reference.moduleId);
    const cursor = after === undefined ? undefined : readTransitionCursor(after);
    const { transitions, next } = await listTransitions(deps, identity, own, cursor, top);
    const nextLink = next === undefined ? undefined : link(writeTransitionCursor(next));
    return answer(200, listBody(transitions.map(renderTransition), nextLink));
  };
}

function pathOf({ deviceId, moduleId }: { readonly deviceId: string; readonly moduleId?: string }): string {
  const device = `/api/devices/${encodeURIComponent(deviceId.toWellFormed())}`;
  const identity =
    moduleId === undefined ? device : `${device}/modules/${encodeURIComponent(moduleId.toWellFormed())}`;
  return `${identity}/transitions`;
}
