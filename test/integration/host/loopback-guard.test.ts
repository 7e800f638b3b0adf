/** Who may talk to a local server: the rules of Host and Origin, over real requests. */
import { createServer, type Server } from "node:http";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { listen } from "../../../dev/host/listen.ts";
import { refusalOf } from "../../../dev/host/loopback-guard.ts";
import type { Host } from "../../../dev/host/start-host.ts";
import { rawRequest } from "./raw-request.ts";
import { startFixture } from "./start-fixture.ts";

let server: Server;
let port: number;
let host: Host;

beforeAll(async () => {
  server = createServer((request, response) => {
    const refusal = refusalOf(request, port);
    response.writeHead(refusal === undefined ? 200 : 403).end(refusal);
  });
  port = await listen(server, 0, "--port");
  host = await startFixture("http-app");
});
afterAll(async () => {
  server.close();
  await host.stop();
});

describe("Host", () => {
  it.each(["127.0.0.1", "localhost", "LocalHost", "[::1]"])("%s with the own port passes", async (name) => {
    expect((await rawRequest(port, "/", { headers: { host: `${name}:${port}` } })).status).toBe(200);
  });

  it.each([
    ["another name that may resolve here", () => `rebound.example:${port}`],
    ["a name that only starts like loopback", () => `127.0.0.1.example:${port}`],
    ["every address", () => `0.0.0.0:${port}`],
    ["loopback with another port", () => `127.0.0.1:${port + 1}`],
    ["loopback without a port", () => "localhost"],
    ["a user before it", () => `localhost@evil.example:${port}`],
  ])("of %s is refused", async (_, headerOf) => {
    const response = await rawRequest(port, "/", { headers: { host: headerOf() } });
    expect(response.status).toBe(403);
    expect(response.text).toContain(`127.0.0.1:${port}`);
  });
});

describe("Origin", () => {
  it.each([
    ["POST", "http://evil.example", 403],
    ["POST", "null", 403],
    ["DELETE", "https://evil.example", 403],
    ["OPTIONS", "http://evil.example", 403],
    ["GET", "http://evil.example", 200],
    ["HEAD", "http://evil.example", 200],
  ])("%s from %s gets %i", async (method, origin, status) => {
    expect((await rawRequest(port, "/", { method, headers: { origin } })).status).toBe(status);
  });

  it("of another local server is foreign, the own one is not", async () => {
    const statusFrom = async (origin: string) =>
      (await rawRequest(port, "/", { method: "POST", headers: { origin } })).status;
    expect(await statusFrom(`http://127.0.0.1:${port + 1}`)).toBe(403);
    expect(await statusFrom(`https://127.0.0.1:${port}`)).toBe(403);
    expect(await statusFrom(`http://localhost:${port}`)).toBe(200);
  });

  it("may be absent: programs send none", async () => {
    expect((await rawRequest(port, "/", { method: "POST" })).status).toBe(200);
  });
});

describe("the runner", () => {
  it("asks the guard before anything else", async () => {
    const rebound = await rawRequest(host.port, "/answers/text", { headers: { host: "rebound.example" } });
    expect(rebound.status).toBe(403);
    for (const path of ["/raw", "/admin/functions/x", "/runtime/webhooks/EventGrid?functionName=x"]) {
      const foreign = await rawRequest(host.port, path, {
        method: "POST",
        headers: { origin: "http://evil.example" },
      });
      expect(foreign.status).toBe(403);
    }
    expect((await rawRequest(host.port, "/raw", { method: "POST", body: "x" })).status).toBe(200);
  });
});
