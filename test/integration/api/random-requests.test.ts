import * as fc from "fast-check";
import { expect, test } from "vitest";

import { makeApi } from "./api.ts";
import { NINE, STATES, connection, device, incident, module } from "./seed.ts";

const word = fc.oneof(
  fc.constantFrom(
    "d",
    "gw",
    "m",
    "contoso-hub",
    "offline",
    "open",
    "K7QM",
    "contoso-hub!d!i1",
    "1",
    "0",
    "a:b",
  ),
  fc.string({ unit: "binary", maxLength: 140 }),
  fc.string({ unit: fc.constantFrom(..."%!./\\?#&=+ '\"é\u0000{}[]".split("")) }),
);

const segment = word.map((text) => encodeURIComponent(text.toWellFormed()));

const path = fc.oneof(
  fc.constantFrom("devices", "incidents", "summary", "rejected", "health"),
  segment.map((id) => `devices/d${id}`),
  segment.map((id) => `devices/d${id}/transitions`),
  fc.tuple(segment, segment).map(([id, module]) => `devices/d${id}/modules/m${module}`),
  fc.tuple(segment, segment).map(([id, module]) => `devices/d${id}/modules/m${module}/transitions`),
  segment.map((id) => `incidents/i${id}`),
);

const name = fc.oneof(
  fc.constantFrom("state", "condition", "hub", "tag", "q", "deviceId", "top", "after", "signature", "code"),
  segment,
);
const query = fc.array(fc.tuple(name, fc.oneof(segment, fc.string({ maxLength: 20 }))), { maxLength: 4 });

test("no request, however odd, is answered with a 500, and every error is a problem document", async () => {
  const api = makeApi();
  await api.seed(
    connection(device("d"), STATES.offline),
    connection(module("gw", "$edgeHub"), STATES.online),
    connection(device("d", "other"), STATES.deleted),
  );
  await api.store.incidents.create(incident("contoso-hub!d!i1", { openedAt: NINE }));
  await api.store.incidents.reserveCode("K7QM", "contoso-hub!d!i1");
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(path, query, async (target, pairs) => {
      const search = pairs.map(([key, value]) => `${key}=${value}`).join("&");
      const { status, headers, json } = await api.get(`/api/${target}?${search}`);
      seen.add(status);
      expect([200, 400, 404, 409]).toContain(status);
      if (status === 200) return;
      expect(headers.get("content-type")).toBe("application/problem+json");
      expect(json).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
    }),
    { numRuns: 1_500 },
  );
  expect(seen).toEqual(new Set([200, 400, 404]));
});
