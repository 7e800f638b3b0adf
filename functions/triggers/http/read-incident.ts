/** `GET /api/incidents/{id}`: one incident, by its id or by the short code that its messages carry. */
import { readIncident } from "../../application/queries/read-incident.ts";
import { answerTagged } from "./answer.ts";
import type { ApiDeps, ApiHandler } from "./api-route.ts";
import { badQuery, notFound } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { renderIncidentInFull } from "./render-incident.ts";

export function makeReadIncident({ store }: ApiDeps): ApiHandler {
  return async (request) => {
    const { errors } = makeQueryReader(request, []);
    if (errors.length > 0) return badQuery(errors);
    const incident = await readIncident(store, request.params["id"] ?? "");
    if (incident === undefined) return notFound("incident");
    return answerTagged(request, renderIncidentInFull(incident));
  };
}
