/** What answers at each of the API's addresses, and in which shape. */
import type * as z from "zod";

import { API_ADDRESSES, HEALTH_ADDRESS } from "./api-addresses.ts";
import type { ApiDeps, ApiRoute } from "./api-route.ts";
import { makeExplainIdentity } from "./explain-identity.ts";
import { guard } from "./guard.ts";
import { makeListDevices } from "./list-devices.ts";
import { makeListIncidents } from "./list-incidents.ts";
import { makeListRejected } from "./list-rejected.ts";
import { makeListTransitions } from "./list-transitions.ts";
import { makeReadDevice } from "./read-device.ts";
import { makeReadDrill } from "./read-drill.ts";
import { makeReadFaults, makeReadHealth } from "./read-health.ts";
import { makeReadIncident } from "./read-incident.ts";
import { makeReadModule } from "./read-module.ts";
import { makeReadSummary } from "./read-summary.ts";
import { makeStartDrill } from "./start-drill.ts";
import { serve, serveAction } from "./serve.ts";
import type { ApiHandler } from "./serve.ts";
import { deviceInFullShape, deviceRowShape, deviceShape } from "./shapes/device-shape.ts";
import { drillShape, startedDrillShape } from "./shapes/drill-shapes.ts";
import { explanationShape } from "./shapes/explanation-shape.ts";
import { incidentInFullShape, incidentShape } from "./shapes/incident-shape.ts";
import { listShape } from "./shapes/list-shape.ts";
import { faultsShape, healthShape, rejectedShape, summaryShape } from "./shapes/overview-shapes.ts";
import { transitionShape } from "./shapes/transition-shape.ts";

/** A route for each of `API_ADDRESSES`. */
export function apiRoutes(deps: ApiDeps): ApiRoute[] {
  const answers = answersOf(deps);
  return API_ADDRESSES.map((address) => ({ ...address, ...answers[address.name] }));
}

/** All that is registered while the configuration has faults, in sentences that name no value. */
export function faultyRoutes(faults: readonly string[]): ApiRoute[] {
  return [{ ...HEALTH_ADDRESS, ...answer(faultsShape, makeReadFaults(faults)) }];
}

type Answer = Pick<ApiRoute, "shape" | "handler">;

function answersOf(deps: ApiDeps): Readonly<Record<(typeof API_ADDRESSES)[number]["name"], Answer>> {
  const { log } = deps;
  const transitions = makeListTransitions(deps);
  const explain = makeExplainIdentity(deps);
  const transitionsShape = listShape(transitionShape);
  return {
    devices: answer(listShape(deviceRowShape), guard("devices", log, makeListDevices(deps))),
    device: answer(deviceInFullShape, guard("device", log, makeReadDevice(deps))),
    "device-transitions": answer(transitionsShape, guard("device-transitions", log, transitions)),
    "device-explain": answer(explanationShape, guard("device-explain", log, explain)),
    module: answer(deviceShape, guard("module", log, makeReadModule(deps))),
    "module-transitions": answer(transitionsShape, guard("module-transitions", log, transitions)),
    "module-explain": answer(explanationShape, guard("module-explain", log, explain)),
    incidents: answer(listShape(incidentShape), guard("incidents", log, makeListIncidents(deps))),
    incident: answer(incidentInFullShape, guard("incident", log, makeReadIncident(deps))),
    summary: answer(summaryShape, guard("summary", log, makeReadSummary(deps))),
    rejected: answer(listShape(rejectedShape), guard("rejected", log, makeListRejected(deps))),
    "start-drill": action(startedDrillShape, guard("start-drill", log, makeStartDrill(deps))),
    drill: answer(drillShape, guard("drill", log, makeReadDrill(deps))),
    health: answer(healthShape, guard("health", log, makeReadHealth(deps))),
  };
}

/** The handler answers an order in the shape. */
function action<Body>(shape: z.ZodType<Body>, handler: ApiHandler<Body>): Answer {
  return { shape, handler: serveAction(handler) };
}

/** The handler answers in the shape. */
function answer<Body>(shape: z.ZodType<Body>, handler: ApiHandler<Body>): Answer {
  return { shape, handler: serve(handler) };
}
