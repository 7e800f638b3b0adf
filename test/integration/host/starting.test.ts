/** What keeps the runner from starting, and that it leaves nothing open then. */
import { createServer } from "node:http";

import { afterEach, describe, expect, it } from "vitest";

import { BundleLoadError } from "../../../dev/host/core/load-bundle.ts";
import { HostJsonError } from "../../../dev/host/host-settings.ts";
import { listen, PortTakenError } from "../../../dev/host/listen.ts";
import type { Host } from "../../../dev/host/start-host.ts";
import { MissingSettingError, UnsupportedBindingError } from "../../../dev/host/triggers.ts";
import { startFixture } from "./start-fixture.ts";

const hosts: Host[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0, "--port");
  server.close();
  return port;
}

/** The error of a start that fails; and the port that it was to use is free again. */
async function failureOf(...[name, options]: Parameters<typeof startFixture>): Promise<unknown> {
  const port = await freePort();
  const failure = await startFixture(name, { ...options, port }).catch((error: unknown) => error);
  const server = createServer();
  await listen(server, port, "--port");
  server.close();
  return failure;
}

describe("a start", () => {
  it("names the functions it found and listens on loopback", async () => {
    const host = await startFixture("http-app");
    hosts.push(host);
    expect(host.functions).toContain("device");
    expect(host.url).toBe(`http://127.0.0.1:${host.port}`);
  });

  it("on a taken port fails with one sentence that names the port and the flag", async () => {
    const host = await startFixture("http-app");
    hosts.push(host);
    const failure = await startFixture("http-app", { port: host.port }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PortTakenError);
    expect(Object(failure).message).toBe(
      `Port ${host.port} is taken by another program: choose another with --port, or 0 for a free one.`,
    );
  });

  it("fails with the cause when the bundle throws while it is loaded", async () => {
    const failure = await failureOf("broken-app");
    expect(failure).toBeInstanceOf(BundleLoadError);
    expect(failure).toMatchObject({
      message: expect.stringContaining("no policy"),
      cause: { message: "no policy" },
    });
  });

  it("fails when a function is bound to what only the real host has", async () => {
    const failure = await failureOf("blob-app");
    expect(failure).toBeInstanceOf(UnsupportedBindingError);
    expect(Object(failure).message).toContain("blobTrigger");
  });

  it("fails when a setting that a binding names is missing", async () => {
    expect(await failureOf("queue-app")).toBeInstanceOf(MissingSettingError);
  });

  it("fails on a host.json that cannot be obeyed, naming the place", async () => {
    const failure = await failureOf("http-app", {
      hostJson: { extensions: { queues: { visibilityTimeout: "30 seconds" } } },
    });
    expect(failure).toBeInstanceOf(HostJsonError);
    expect(Object(failure).message).toContain("extensions.queues.visibilityTimeout");
  });
});
