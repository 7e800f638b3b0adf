import * as fc from "fast-check";
import { expect, test } from "vitest";

import { makeApi } from "./api.ts";
import { seedOddFleet } from "./odd-fleet.ts";
import { randomRequest, resolve } from "./random-request.ts";

test("of 10,000 requests, however odd, none is a 500, and every answer has the shape it should", async () => {
  const api = makeApi();
  await seedOddFleet(api.store);
  const links: string[] = [];
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(randomRequest, async (given) => {
      const { method, target, headers, body } = resolve(given, links);
      if (api.shapeOf(target) === undefined) return;
      const sent = body === "" ? headers : { ...headers, "content-length": String(Buffer.byteLength(body)) };
      const { status, json } = await api.get(target, sent, method);
      seen.add(status);
      expect(status).toBeLessThan(500);
      if (typeof json["nextLink"] === "string") links.push(json["nextLink"]);
    }),
    { numRuns: 10_000 },
  );
  expect(seen).toEqual(new Set([200, 304, 400, 404, 405, 409, 414]));
});
