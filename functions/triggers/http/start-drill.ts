/** `POST /api/drill`: sends a drill through the queues to the receivers that are named, and to nobody else. */
import { startDrill } from "../../application/start-drill.ts";
import type { ApiDeps } from "./api-route.ts";
import { badRequest } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { readBody } from "./read-body.ts";
import { accepted } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import { drillOrderShape } from "./shapes/drill-shapes.ts";
import type { StartedDrillAnswer } from "./shapes/drill-shapes.ts";

export function makeStartDrill(deps: ApiDeps): ApiHandler<StartedDrillAnswer> {
  return async (request) => {
    const query = makeQueryReader(request, []);
    const order = await readBody(request, drillOrderShape);
    const errors = [...query.errors, ...("errors" in order ? order.errors : [])];
    if (errors.length > 0 || "errors" in order) return badRequest(errors);
    const started = await startDrill(deps, order.value.receivers);
    if ("faults" in started) {
      return badRequest(
        started.faults.map(({ index, message }) => ({ field: `receivers[${index}]`, message })),
      );
    }
    return accepted({ id: started.id }, `/api/drill/${started.id}`);
  };
}
