/** HTTP functions under the runner: routes, what they are given and what they can answer. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Host } from "../../../dev/host/start-host.ts";
import { rawRequest } from "./raw-request.ts";
import { startFixture, testHostJson } from "./start-fixture.ts";

let host: Host;
beforeAll(async () => {
  host = await startFixture("http-app");
});
afterAll(() => host.stop());

async function echoed(path: string): Promise<unknown> {
  const response = await rawRequest(host.port, path);
  return response.status === 200 ? JSON.parse(response.text) : response.status;
}

describe("a route", () => {
  it.each([
    ["/devices/%24edgeHub", "device", { deviceId: "$edgeHub" }],
    ["/devices/$edgeHub", "device", { deviceId: "$edgeHub" }],
    ["/devices/A%2FB", "device", { deviceId: "A%2FB" }],
    ["/devices/A%252FB", "device", { deviceId: "A%2FB" }],
    ["/devices/100%25", "device", { deviceId: "100%" }],
    ["/devices/%zz%C3%A6%FF", "device", { deviceId: "%zzæ%FF" }],
    ["/devices/%C3%A6+b", "device", { deviceId: "æ+b" }],
    ["/Devices/Oslo-1/", "device", { deviceId: "Oslo-1" }],
    ["/devices/count", "count", {}],
    ["/devices/12", "number", { number: "12" }],
    ["/devices/gw/modules/%24edgeAgent", "module", { deviceId: "gw", moduleId: "$edgeAgent" }],
    ["/devices/gw/%2e%2e/other", "device", { deviceId: "other" }],
    ["/pages", "page", {}],
    ["/pages/2", "page", { page: "2" }],
    ["/files/a/b%20c", "rest", { rest: "a/b c" }],
    ["/files", "rest", {}],
    ["/unrouted", "unrouted", {}],
  ])("%s is answered by %s with %j", async (path, name, params) => {
    expect(await echoed(path)).toMatchObject({ name, params });
    expect(Object.keys(params)).toEqual(Object.keys(Object(await echoed(path)).params));
  });

  it.each([["/devices"], ["/devices//modules/m"], ["/devices/a/b"], ["/pages/1/2"], ["/"], ["/nowhere"]])(
    "%s is a 404",
    async (path) => {
      expect((await rawRequest(host.port, path)).status).toBe(404);
    },
  );

  it("for other methods only is a 404, as under the real host", async () => {
    expect((await rawRequest(host.port, "/devices/a", { method: "DELETE" })).status).toBe(404);
    expect((await rawRequest(host.port, "/devices/a", { method: "HEAD" })).status).toBe(404);
  });

  it("stands below the prefix of host.json, by default api", async () => {
    const { version } = testHostJson;
    const prefixed = await startFixture("http-app", { hostJson: { version } });
    expect((await rawRequest(prefixed.port, "/api/devices/count")).status).toBe(200);
    expect((await rawRequest(prefixed.port, "/devices/count")).status).toBe(404);
    await prefixed.stop();
  });
});

describe("a function is given", () => {
  it("the raw body, whatever bytes it has", async () => {
    const response = await fetch(`${host.url}/raw`, { method: "PUT", body: Buffer.from([0, 255, 128]) });
    expect(await response.json()).toMatchObject({ method: "PUT", body: "AP+A" });
  });

  it("query, headers and address", async () => {
    const path = "/unrouted?q=a%20b&q=c&empty=&tag=k:v";
    const headers = { "X-Thing": "1", "if-none-match": '"2"' };
    const response = await rawRequest(host.port, path, { headers });
    expect(JSON.parse(response.text)).toMatchObject({
      url: `${host.url}${path}`,
      query: { q: "a b,c", empty: "", tag: "k:v" },
      headers: { "x-thing": "1", "if-none-match": '"2"' },
    });
  });
});

describe("a function can answer with", () => {
  it.each([
    ["text", 200, "naïve", { "content-type": "text/plain;charset=UTF-8" }],
    ["json", 200, '{"ok":true}', { "content-type": "application/json", "content-length": "11" }],
    ["headers", 304, "", { etag: '"1"', "x-one": "1" }],
    ["object", 418, "teapot", {}],
    ["nothing", 204, "", {}],
    ["wrong", 500, "", {}],
    ["throws", 500, "", {}],
  ])("%s: %i %s", async (name, status, text, headers) => {
    expect(await rawRequest(host.port, `/answers/${name}`)).toMatchObject({ status, text, headers });
  });

  it("bytes", async () => {
    const response = await fetch(`${host.url}/answers/bytes`);
    expect(response.status).toBe(201);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([0, 255, 10]));
  });

  it("cookies, written as the real host writes them", async () => {
    const response = await rawRequest(host.port, "/answers/cookies");
    expect(response.headers["set-cookie"]).toEqual([
      "plain=a%20b; path=/",
      "full=1; expires=Fri, 15 Jan 2027 08:00:00 GMT; max-age=60; domain=d.test; path=/i; secure; samesite=lax; httponly",
    ]);
  });
});
