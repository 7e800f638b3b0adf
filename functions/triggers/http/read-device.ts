/** `GET /api/devices/{deviceId}`: its row, and its modules. */
import { viewDevice } from "../../application/queries/device-view.ts";
import { answerTagged } from "./answer.ts";
import type { ApiDeps, ApiHandler } from "./api-route.ts";
import { findAsked, readReference } from "./asked-identity.ts";
import { badQuery } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { renderDeviceInFull } from "./render-device.ts";

export function makeReadDevice({ store, policy }: ApiDeps): ApiHandler {
  return async (request) => {
    const query = makeQueryReader(request, ["hub"]);
    const reference = readReference(request, query);
    if (query.errors.length > 0) return badQuery(query.errors);
    const found = await findAsked(store, reference);
    if (found.name === "refused") return found.answer;
    return answerTagged(request, renderDeviceInFull(viewDevice(found.connections, policy), policy));
  };
}
