/** The table of the API's reading routes: one Function each. */
import type { ApiDeps, ApiHandler, ApiRoute } from "./api-route.ts";
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

export function apiRoutes(deps: ApiDeps): ApiRoute[] {
  const reading = (name: string, path: string, handler: ApiHandler): ApiRoute => ({
    name,
    method: "GET",
    path: `api/${path}`,
    authLevel: "function",
    handler: guard(name, deps.log, handler),
  });
  const device = "devices/{deviceId}";
  const module = `${device}/modules/{moduleId}`;
  const transitions = makeListTransitions(deps);
  return [
    reading("devices", "devices", makeListDevices(deps)),
    reading("device", device, makeReadDevice(deps)),
    reading("device-transitions", `${device}/transitions`, transitions),
    reading("module", module, makeReadModule(deps)),
    reading("module-transitions", `${module}/transitions`, transitions),
    reading("incidents", "incidents", makeListIncidents(deps)),
    reading("incident", "incidents/{id}", makeReadIncident(deps)),
    reading("summary", "summary", makeReadSummary(deps)),
    reading("rejected", "rejected", makeListRejected(deps)),
    health(guard("health", deps.log, makeReadHealth(deps))),
  ];
}

/** All that is registered while the configuration has faults, in sentences that name no value. */
export function faultyRoutes(faults: readonly string[]): ApiRoute[] {
  return [health(makeReadFaults(faults))];
}

/** Open, because whoever watches the app should not need a key of it. */
function health(handler: ApiHandler): ApiRoute {
  return { name: "health", method: "GET", path: "api/health", authLevel: "anonymous", handler };
}
