/** The table of the API's reading routes: one Function each. */
import type * as z from "zod";

import type { ApiDeps, ApiRoute } from "./api-route.ts";
import { guard } from "./guard.ts";
import { makeListDevices } from "./list-devices.ts";
import { makeListIncidents } from "./list-incidents.ts";
import { makeListRejected } from "./list-rejected.ts";
import { makeListTransitions } from "./list-transitions.ts";
import { makeReadDevice } from "./read-device.ts";
import { makeReadFaults, makeReadHealth } from "./read-health.ts";
import { makeReadIncident } from "./read-incident.ts";
import { makeReadModule } from "./read-module.ts";
import { makeReadSummary } from "./read-summary.ts";
import { serve } from "./serve.ts";
import type { ApiHandler } from "./serve.ts";
import { deviceInFullShape, deviceRowShape, deviceShape } from "./shapes/device-shape.ts";
import { incidentInFullShape, incidentShape } from "./shapes/incident-shape.ts";
import { listShape } from "./shapes/list-shape.ts";
import { faultsShape, healthShape, rejectedShape, summaryShape } from "./shapes/overview-shapes.ts";
import { transitionShape } from "./shapes/transition-shape.ts";

export function apiRoutes(deps: ApiDeps): ApiRoute[] {
  const reading = <Body>(
    name: string,
    path: string,
    shape: z.ZodType<Body>,
    handler: ApiHandler<Body>,
  ): ApiRoute => ({
    name,
    path: `api/${path}`,
    authLevel: "function",
    shape,
    handler: serve(guard(name, deps.log, handler)),
  });
  const device = "devices/{deviceId}";
  const module = `${device}/modules/{moduleId}`;
  const transitions = makeListTransitions(deps);
  const transitionsShape = listShape(transitionShape);
  return [
    reading("devices", "devices", listShape(deviceRowShape), makeListDevices(deps)),
    reading("device", device, deviceInFullShape, makeReadDevice(deps)),
    reading("device-transitions", `${device}/transitions`, transitionsShape, transitions),
    reading("module", module, deviceShape, makeReadModule(deps)),
    reading("module-transitions", `${module}/transitions`, transitionsShape, transitions),
    reading("incidents", "incidents", listShape(incidentShape), makeListIncidents(deps)),
    reading("incident", "incidents/{id}", incidentInFullShape, makeReadIncident(deps)),
    reading("summary", "summary", summaryShape, makeReadSummary(deps)),
    reading("rejected", "rejected", listShape(rejectedShape), makeListRejected(deps)),
    health(healthShape, guard("health", deps.log, makeReadHealth(deps))),
  ];
}

/** All that is registered while the configuration has faults, in sentences that name no value. */
export function faultyRoutes(faults: readonly string[]): ApiRoute[] {
  return [health(faultsShape, makeReadFaults(faults))];
}

/** Open, because whoever watches the app should not need a key of it. */
function health<Body>(shape: z.ZodType<Body>, handler: ApiHandler<Body>): ApiRoute {
  return { name: "health", path: "api/health", authLevel: "anonymous", shape, handler: serve(handler) };
}
