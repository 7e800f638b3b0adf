import { app } from "@azure/functions";
import { expect, test } from "vitest";

import { makePageLinks } from "../../../functions/adapters/page-link/page-links.ts";
import { makeSqliteStore } from "../../../functions/adapters/sqlite/sqlite-store.ts";
import { registerHttp } from "../../../functions/triggers/http/api-route.ts";
import { apiRoutes } from "../../../functions/triggers/http/api-routes.ts";

const routes = apiRoutes({
  store: makeSqliteStore({ path: ":memory:" }),
  policy: { routes: [], receivers: [], tags: [], retryForMs: 0 },
  clock: { now: () => 0 },
  log: { info: () => {}, warn: () => {}, error: () => {} },
  pageLinks: makePageLinks(["key"]),
  queues: { poisoned: async () => ({}) },
  disabledReceivers: [],
});

test("every route is registered once, for GET, and asks for a key unless it is health", () => {
  const registered: Record<string, string> = {};
  const http: typeof app.http = (name, { methods, route, authLevel }) => {
    expect(registered).not.toHaveProperty(name);
    registered[name] = `${methods?.join(",")} ${route} ${authLevel}`;
  };
  registerHttp({ http }, routes);
  expect(registered).toEqual({
    devices: "GET api/devices function",
    device: "GET api/devices/{deviceId} function",
    "device-transitions": "GET api/devices/{deviceId}/transitions function",
    module: "GET api/devices/{deviceId}/modules/{moduleId} function",
    "module-transitions": "GET api/devices/{deviceId}/modules/{moduleId}/transitions function",
    incidents: "GET api/incidents function",
    incident: "GET api/incidents/{id} function",
    summary: "GET api/summary function",
    rejected: "GET api/rejected function",
    health: "GET api/health anonymous",
  });
});
