/** The address that Event Grid pushes to: handshakes, single events and batches, and failures that bring all of it again. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Host } from "../../../dev/host/start-host.ts";
import { rawRequest } from "./raw-request.ts";
import { startFixture } from "./start-fixture.ts";

const eventGridEvent = {
  id: "1",
  eventType: "Microsoft.Devices.DeviceConnected",
  subject: "devices/a",
  data: { N: 1 },
};
const cloudEvent = {
  specversion: "1.0",
  id: "2",
  type: "Microsoft.Devices.DeviceDisconnected",
  source: "/h",
  data: {},
};
const failing = { ...eventGridEvent, id: "3", data: { fail: true } };

let host: Host;
beforeEach(async () => {
  host = await startFixture("event-grid-app");
});
afterEach(() => host.stop());

const addressOf = (name: string): string => `/runtime/webhooks/EventGrid?functionName=${name}&code=ignored`;

function push(body: unknown, { to = "events-push", kind = "Notification" } = {}) {
  const headers = { "aeg-event-type": kind, "content-type": "application/json" };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return rawRequest(host.port, addressOf(to), { method: "POST", headers, body: text });
}

async function seen(): Promise<unknown> {
  return JSON.parse((await rawRequest(host.port, "/seen")).text);
}

describe("a notification", () => {
  it.each([
    ["an Event Grid batch", [eventGridEvent, cloudEvent]],
    ["a batch of one", [eventGridEvent]],
  ])("with %s runs the function once for each event", async (_, events) => {
    expect((await push(events)).status).toBe(202);
    expect(await seen()).toEqual(events);
  });

  it("with a single CloudEvent runs it once", async () => {
    expect((await push(cloudEvent)).status).toBe(202);
    expect(await seen()).toEqual([cloudEvent]);
  });

  it("runs a function with cardinality many once for the batch", async () => {
    expect((await push([eventGridEvent, cloudEvent], { to: "batch-push" })).status).toBe(202);
    expect(await seen()).toEqual([{ batch: [eventGridEvent, cloudEvent] }]);
  });

  it("is a 500 when one run throws, after all have run", async () => {
    expect((await push([failing, eventGridEvent])).status).toBe(500);
    expect(await seen()).toEqual([failing, eventGridEvent]);
  });

  it("that cannot be read is a 500", async () => {
    expect((await push("{")).status).toBe(500);
    expect((await push("7")).status).toBe(500);
    expect(await seen()).toEqual([]);
  });

  it.each(["nobody", "EVENTS-PUSH", "seen", ""])("to %j, which is no such function, is a 404", async (to) => {
    expect((await push([eventGridEvent], { to })).status).toBe(404);
  });

  it("without its header is a 400", async () => {
    expect((await push([eventGridEvent], { kind: "" })).status).toBe(400);
  });
});

describe("a handshake", () => {
  const validation = {
    id: "1",
    eventType: "Microsoft.EventGrid.SubscriptionValidationEvent",
    data: { validationCode: "512d38b6", validationUrl: "https://x.test" },
  };

  it("in the Event Grid schema is answered with its code", async () => {
    const response = await push([validation], { kind: "SubscriptionValidation" });
    expect(response.status).toBe(200);
    expect(JSON.parse(response.text)).toEqual({ validationResponse: "512d38b6" });
    expect(await seen()).toEqual([]);
  });

  it("with its data encoded twice, as in a CloudEvent, too", async () => {
    const twice = { ...validation, data: JSON.stringify(validation.data) };
    const response = await push(twice, { kind: "SubscriptionValidation" });
    expect(JSON.parse(response.text)).toEqual({ validationResponse: "512d38b6" });
  });

  it("of CloudEvents allows the origin that asks", async () => {
    const headers = { "WebHook-Request-Origin": "eventgrid.azure.net" };
    const response = await rawRequest(host.port, addressOf("events-push"), { method: "OPTIONS", headers });
    expect(response).toMatchObject({
      status: 200,
      headers: { "webhook-allowed-origin": "eventgrid.azure.net" },
    });
  });

  it("for a function that is not there is a 404", async () => {
    const headers = { "WebHook-Request-Origin": "eventgrid.azure.net" };
    const response = await rawRequest(host.port, addressOf("nobody"), { method: "OPTIONS", headers });
    expect(response.status).toBe(404);
  });

  it("of unsubscribing is accepted", async () => {
    expect((await push([], { kind: "Unsubscribe" })).status).toBe(202);
  });
});
