/** `GET /api/incidents/{id}`: one incident, by its id or by the short code that its messages carry. */
import { readIncident } from "../../application/queries/read-incident.ts";
import type { ApiDeps } from "./api-route.ts";
import { badRequest, notFound } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { renderIncidentInFull } from "./render-incident.ts";
import { ok } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import type { IncidentInFullAnswer } from "./shapes/incident-shape.ts";

/** As long as the id of a document may be. */
const LONGEST_ID = 1_023;
const ID_RULE = `is not an id of 1 to ${LONGEST_ID} characters, or a short code`;

export function makeReadIncident({ store }: ApiDeps): ApiHandler<IncidentInFullAnswer> {
  return async (request) => {
    const query = makeQueryReader(request, []);
    const { id = "" } = request.params;
    if (id.length > LONGEST_ID) query.refuse("id", ID_RULE);
    if (query.errors.length > 0) return badRequest(query.errors);
    const incident = await readIncident(store, id);
    if (incident === undefined) return notFound("incident");
    return ok(renderIncidentInFull(incident));
  };
}
