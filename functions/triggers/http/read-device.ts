/** `GET /api/devices/{deviceId}`: its row, and its modules. */
import { viewWithParents } from "../../application/queries/device-view.ts";
import type { ApiDeps } from "./api-route.ts";
import { findAsked, readReference } from "./asked-identity.ts";
import { badRequest } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { renderDeviceInFull } from "./render-device.ts";
import { ok } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import type { DeviceInFullAnswer } from "./shapes/device-shape.ts";

export function makeReadDevice({ store, policy, clock }: ApiDeps): ApiHandler<DeviceInFullAnswer> {
  return async (request) => {
    const query = makeQueryReader(request, ["hub"]);
    const reference = readReference(request, query);
    if (query.errors.length > 0) return badRequest(query.errors);
    const asked = await findAsked(store, reference);
    if (asked.name === "refused") return asked;
    const viewpoint = { policy, now: clock.now() };
    const view = await viewWithParents(store, viewpoint, asked.connections);
    return ok(renderDeviceInFull(view, viewpoint));
  };
}
