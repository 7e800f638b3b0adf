/** `GET /api/devices/{deviceId}/modules/{moduleId}`: one module's row. */
import { answerTagged } from "./answer.ts";
import type { ApiDeps, ApiHandler } from "./api-route.ts";
import { findAsked, readReference } from "./asked-identity.ts";
import { badQuery, notFound } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { renderModule } from "./render-device.ts";

export function makeReadModule({ store, policy }: ApiDeps): ApiHandler {
  return async (request) => {
    const query = makeQueryReader(request, ["hub"]);
    const reference = readReference(request, query);
    if (query.errors.length > 0) return badQuery(query.errors);
    const found = await findAsked(store, reference);
    if (found.name === "refused") return found.answer;
    const module = found.connections.find(({ identity }) => identity.moduleId === reference.moduleId);
    return module === undefined ? notFound("module") : answerTagged(request, renderModule(module, policy));
  };
}
