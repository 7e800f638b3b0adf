/** `GET /api/drill/{id}`: how far a drill of the last hour has come. */
import { readDrill } from "../../application/queries/read-drill.ts";
import type { DrillDelivery, DrillView } from "../../application/queries/read-drill.ts";
import type { ApiDeps } from "./api-route.ts";
import { maskNumbers } from "./mask.ts";
import { badRequest, notFound } from "./problem.ts";
import { makeQueryReader, readText } from "./query-reader.ts";
import { time } from "./render-time.ts";
import { live } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import type { DrillAnswer } from "./shapes/drill-shapes.ts";

export function makeReadDrill({ store, policy }: ApiDeps): ApiHandler<DrillAnswer> {
  return async (request) => {
    const query = makeQueryReader(request, []);
    if (query.errors.length > 0) return badRequest(query.errors);
    const id = readText(request.params["id"] ?? "");
    const view = id?.isWellFormed() === true ? await readDrill(store, policy, id) : undefined;
    return view === undefined ? notFound("drill") : live(200, render(view));
  };
}

function render({ drill, state, hops, deliveries }: DrillView): DrillAnswer {
  return {
    id: drill.id,
    state,
    requestedAt: time(drill.requestedAt),
    hops: hops.map(({ name, at }) => ({ name, at: time(at) })),
    deliveries: deliveries.map(renderDelivery),
  };
}

function renderDelivery({ receiver, delivery }: DrillDelivery): DrillAnswer["deliveries"][number] {
  const { target, state, attempts } = delivery;
  return {
    receiver,
    channel: target.channel,
    state: state.name,
    attempts,
    at: "at" in state ? time(state.at) : null,
    // A provider's words may repeat the number that it was given.
    error: "error" in state && state.error !== undefined ? maskNumbers(state.error) : null,
  };
}
