/** Loopback is no boundary against a browser, nor a promise that nobody else listens there. */
import { once } from "node:events";
import { request } from "node:http";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { PortTakenError } from "../../../dev/host/listen.ts";
import { startOutbox, type Outbox } from "../../../dev/outbox/outbox.ts";
import { runningOutbox } from "./running-outbox.ts";
import { cardPayload, messagesOf, postWorkflow } from "./senders.ts";

/** The status for a request with headers that fetch would not send. */
async function statusOf(
  outbox: Outbox,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<number> {
  const asked = request(`${outbox.url}${path}`, { method, headers }).end();
  return new Promise((resolve, reject) => {
    asked.once("error", reject).once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
}

describe("the outbox's guard", () => {
  it.each([
    { method: "GET", path: "/", headers: { host: "rebound.example" }, status: 403 },
    { method: "GET", path: "/messages", headers: { host: "127.0.0.1:1" }, status: 403 },
    { method: "GET", path: "/events", headers: { host: "rebound.example" }, status: 403 },
    { method: "DELETE", path: "/messages", headers: { origin: "https://foreign.example" }, status: 403 },
    { method: "POST", path: "/faults", headers: { origin: "null" }, status: 403 },
    { method: "GET", path: "/messages", headers: { origin: "https://foreign.example" }, status: 200 },
  ])("answers $status to $method $path with $headers", async ({ method, path, headers, status }) => {
    const outbox = await runningOutbox();
    await postWorkflow(outbox, "ops", cardPayload("stays"));
    expect(await statusOf(outbox, method, path, headers)).toBe(status);
    expect(await messagesOf(outbox)).toHaveLength(1);
  });

  it("lets its own page act", async () => {
    const outbox = await runningOutbox();
    expect(await statusOf(outbox, "DELETE", "/messages", { origin: outbox.url })).toBe(204);
  });

  it("has a sentence for an address it does not have, and for a method it does not take", async () => {
    const outbox = await runningOutbox();
    const unknown = await fetch(`${outbox.url}/v3/conversations`);
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { detail: expect.any(String) }]);
    const wrong = await fetch(`${outbox.url}/messages`, { method: "POST" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, DELETE"]);
    const garbled = await fetch(`${outbox.url}/workflow/%FF`, { method: "POST" });
    expect(garbled.status).toBe(400);
  });

  it("names a taken port and the flag that changes it", async () => {
    const { port } = await runningOutbox();
    const starting = startOutbox({ port });
    await expect(starting).rejects.toBeInstanceOf(PortTakenError);
    await expect(starting).rejects.toThrow(new RegExp(`${port}.*--outbox-port`));
  });

  it("listens on loopback alone and frees its port when stopped, even with a page open", async () => {
    const outbox = await startOutbox({ port: 0 });
    const stream = await fetch(`${outbox.url}/events`);
    await outbox.stop();
    await expect(stream.text()).rejects.toThrow("terminated");

    const successor = createServer().listen(outbox.port, "127.0.0.1");
    onTestFinished(() => void successor.close());
    await once(successor, "listening");
    expect(outbox.url).toBe(`http://127.0.0.1:${outbox.port}`);
  });
});
