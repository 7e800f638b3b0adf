/** The same odd requests over HTTP, to the bundle under the local runner. */
import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { text as textOf } from "node:stream/consumers";

import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { startApp, type App } from "../../e2e/app.ts";
import { eventOf, gatewayEvents } from "../../e2e/events.ts";
import { makeFolder } from "../../e2e/policy-file.ts";
import { endAll } from "../../e2e/process.ts";
import type { Arrived } from "../../unit/http/requests.ts";
import { makeApi } from "./api.ts";
import { checkAnswer } from "./check-answer.ts";
import { randomRequest, resolve } from "./random-request.ts";
import type { RandomRequest } from "./random-request.ts";

const folder = makeFolder();
const agent = new Agent({ keepAlive: true });
const { shapeOf } = makeApi();
let app: App;

beforeAll(async () => {
  app = await startApp(folder.policy({ grace: "5m" }));
  await app.api.push([
    eventOf("d", "connected"),
    ...gatewayEvents("gw", "disconnected"),
    { not: "an event" },
  ]);
});
afterAll(async () => {
  agent.destroy();
  await endAll();
  folder.remove();
});

/** Exactly as given: `fetch` would mend the address and refuse a GET with a body. */
async function send({ method, target, headers, body }: RandomRequest): Promise<Arrived> {
  const { hostname, port } = new URL(app.url);
  const length = body === "" ? {} : { "content-length": Buffer.byteLength(body) };
  const options = { host: hostname, port, path: target, method, headers: { ...headers, ...length }, agent };
  const sent = httpRequest(options).end(body);
  const [response]: IncomingMessage[] = await once(sent, "response");
  if (response === undefined) throw new Error("no response");
  const { statusCode: status = 0, headersDistinct } = response;
  const lines = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return { status, headers: new Headers(lines), text: await textOf(response) };
}

const NUM_RUNS = 1_000;

test("of 1,000 requests none is a 500, and every answer arrives in the shape it should", async () => {
  const links: string[] = [];
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(randomRequest, async (given) => {
      const request = resolve(given, links);
      const arrived = await send(request);
      const shape = shapeOf(request.target);
      // No route has it: what the platform says then is not ours.
      const { status: found, text } = shape === undefined ? arrived : { status: 404, text: "" };
      expect([found, text]).toEqual([404, ""]);
      if (shape === undefined) return;
      const { status, json } = checkAnswer(shape, request.method, arrived);
      seen.add(status);
      expect(status).toBeLessThan(500);
      if (typeof json["nextLink"] === "string") links.push(json["nextLink"]);
    }),
    { numRuns: NUM_RUNS },
  );
  expect([...seen]).toEqual(expect.arrayContaining([200, 304, 400, 404, 405, 414]));
});

test("what is asked for again with its tag comes as a 304, and HEAD says what GET would", async () => {
  const ask = (target: string, headers: Record<string, string> = {}, method = "GET") =>
    send({ method, target, headers, body: "" });
  for (const target of [
    "/api/devices",
    "/api/devices/d",
    "/api/devices/gw/modules/$edgeHub",
    "/api/rejected",
  ]) {
    const etag = (await ask(target)).headers.get("etag") ?? "";
    const again = await ask(target, { "if-none-match": `"other", W/${etag}` });
    expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", etag]);
    expect(again.headers.has("content-length")).toBe(false);
    const head = await ask(target, {}, "HEAD");
    expect([head.status, head.text, head.headers.get("etag")]).toEqual([200, "", etag]);
  }
});
