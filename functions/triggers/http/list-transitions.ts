/** `GET /api/devices/{deviceId}/transitions` and `…/modules/{moduleId}/transitions`, newest first. */
import { listTransitions } from "../../application/queries/list-transitions.ts";
import type { ApiDeps } from "./api-route.ts";
import { findAsked, readReference } from "./asked-identity.ts";
import { PAGING, listBody, readPaging } from "./paging.ts";
import { badRequest } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { renderTransition } from "./render-transition.ts";
import { ok } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import type { ListAnswer } from "./shapes/list-shape.ts";
import type { TransitionAnswer } from "./shapes/transition-shape.ts";
import { readTransitionCursor, writeTransitionCursor } from "./transition-cursor.ts";

export function makeListTransitions(deps: ApiDeps): ApiHandler<ListAnswer<TransitionAnswer>> {
  return async (request) => {
    const query = makeQueryReader(request, ["hub", ...PAGING]);
    const reference = readReference(request, query);
    const { top, after, link } = readPaging(query, deps.pageLinks, pathOf(reference));
    if (query.errors.length > 0) return badRequest(query.errors);
    const asked = await findAsked(deps.store, reference);
    if (asked.name === "refused") return asked;
    const identity = { ...reference, hub: asked.hub };
    const own = asked.connections.find((connection) => connection.identity.moduleId === reference.moduleId);
    const cursor = after === undefined ? undefined : readTransitionCursor(after);
    const { transitions, next } = await listTransitions(deps, identity, own, cursor, top);
    const nextLink = next === undefined ? undefined : link(writeTransitionCursor(next));
    return ok(listBody(transitions.map(renderTransition), nextLink));
  };
}

function pathOf({ deviceId, moduleId }: { readonly deviceId: string; readonly moduleId?: string }): string {
  const device = `/api/devices/${encodeURIComponent(deviceId.toWellFormed())}`;
  const identity =
    moduleId === undefined ? device : `${device}/modules/${encodeURIComponent(moduleId.toWellFormed())}`;
  return `${identity}/transitions`;
}
