import { app } from "@azure/functions";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import * as z from "zod";

import { makePageLinks } from "../../../functions/adapters/page-link/page-links.ts";
import { makeSqliteStore } from "../../../functions/adapters/sqlite/sqlite-store.ts";
import { API_ADDRESSES } from "../../../functions/triggers/http/api-addresses.ts";
import { registerHttp } from "../../../functions/triggers/http/api-route.ts";
import { apiRoutes } from "../../../functions/triggers/http/api-routes.ts";
import { FLAPPING, RENEWAL } from "../../unit/domain/policies.ts";

const routes = apiRoutes({
  store: makeSqliteStore({ path: ":memory:" }),
  policy: {
    routes: [],
    receivers: [],
    flapping: FLAPPING,
    renewal: RENEWAL,
    tags: [],
    topology: [],
    growth: 1,
    retryForMs: 0,
  },
  clock: { now: () => 0 },
  log: { info: () => {}, warn: () => {}, error: () => {} },
  pageLinks: makePageLinks(["key"]),
  queues: { count: async () => 0, send: async () => {} },
  random: Math.random,
  writeDrill: () => "",
  disabledReceivers: [],
});

test("every route is registered once, for every method of which a request can be made, and asks for a key unless it is health", () => {
  const registered: Record<string, string> = {};
  const http: typeof app.http = (name, { methods, route, authLevel }) => {
    expect(registered).not.toHaveProperty(name);
    expect(methods).toEqual(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
    registered[name] = `${route} ${authLevel}`;
  };
  registerHttp({ http }, API_ADDRESSES, async () => routes);
  expect(registered).toEqual({
    devices: "api/devices function",
    device: "api/devices/{deviceId} function",
    "device-transitions": "api/devices/{deviceId}/transitions function",
    "device-explain": "api/devices/{deviceId}/explain function",
    module: "api/devices/{deviceId}/modules/{moduleId} function",
    "module-transitions": "api/devices/{deviceId}/modules/{moduleId}/transitions function",
    "module-explain": "api/devices/{deviceId}/modules/{moduleId}/explain function",
    incidents: "api/incidents function",
    incident: "api/incidents/{id} function",
    summary: "api/summary function",
    rejected: "api/rejected function",
    "start-drill": "api/drill function",
    drill: "api/drill/{id} function",
    health: "api/health anonymous",
  });
});

test.each(routes)("the answers of $name can be described in an OpenAPI document", ({ shape }) => {
  const schema = z.toJSONSchema(shape);
  expect(schema).toMatchObject({ type: "object", additionalProperties: false });
  expect(() =>
    new Ajv2020({ strict: true, formats: { "date-time": true, duration: true } }).compile(schema),
  ).not.toThrow();
});
