/** `GET /api/devices/{deviceId}/modules/{moduleId}`: one module's row. */
import { viewWithParents } from "../../application/queries/device-view.ts";
import type { ApiDeps } from "./api-route.ts";
import { findAsked, readReference } from "./asked-identity.ts";
import { badRequest, notFound } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { renderModule } from "./render-device.ts";
import { ok } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import type { DeviceAnswer } from "./shapes/device-shape.ts";

export function makeReadModule({ store, policy, clock }: ApiDeps): ApiHandler<DeviceAnswer> {
  return async (request) => {
    const query = makeQueryReader(request, ["hub"]);
    const reference = readReference(request, query);
    if (query.errors.length > 0) return badRequest(query.errors);
    const asked = await findAsked(store, reference);
    if (asked.name === "refused") return asked;
    const module = asked.connections.find(({ identity }) => identity.moduleId === reference.moduleId);
    if (module === undefined) return notFound("module");
    const viewpoint = { policy, now: clock.now() };
    const { above } = await viewWithParents(store, viewpoint, asked.connections);
    return ok(renderModule(module, viewpoint, above));
  };
}
