/** The Teams workflow sender over real HTTP: against the outbox and its faults, and against answers only a wire can give. */
import type { RequestListener } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startOutbox, type Outbox } from "../../../dev/outbox/outbox.ts";
import { makeWorkflowSender } from "../../../functions/adapters/teams/send-workflow.ts";
import type { SendOutcome } from "../../../functions/application/ports.ts";
import { controlOutbox, offlineNotice, type OutboxControl, type OutboxFault } from "./outbox-control.ts";
import { closedPort, startWire } from "./wire-server.ts";

const signature = "sig=aSignatureThatNobodyMaySee";
const targetAt = (address: string) => ({ id: "workflow:ops", channel: "teams-workflow", address }) as const;

async function sendTo(url: string, timeoutMs = 5_000): Promise<SendOutcome> {
  const sender = makeWorkflowSender({ timeoutMs });
  const outcome = await sender.send({ target: targetAt(`${url}?${signature}`), notice: offlineNotice });
  expect(JSON.stringify(outcome)).not.toContain("aSignature");
  expect(JSON.stringify(outcome)).not.toContain("http");
  return outcome;
}

describe("against the outbox", () => {
  let outbox: Outbox;
  let control: OutboxControl;

  beforeAll(async () => {
    outbox = await startOutbox({ port: 0 });
    control = controlOutbox(outbox.url);
  });
  afterAll(async () => outbox.stop());
  beforeEach(async () => control.clear());

  test("accepted: the channel gets the card, the run is the receipt", async () => {
    const outcome = await sendTo(outbox.workflowUrl("ops"));
    expect(outcome).toEqual({ name: "accepted", receipt: expect.stringMatching(/^[0-9A-F]{32}$/) });
    expect(await control.messages()).toEqual([
      expect.objectContaining({
        channel: "teams-workflow",
        to: "ops",
        text: "OFFLINE rpihat2 since 14:02. 3 identities affected. K7QM",
      }),
    ]);
  });

  const refusals: { fault: Omit<OutboxFault, "channel">; outcome: SendOutcome }[] = [
    {
      fault: { status: 429, retryAfter: 7 },
      outcome: {
        name: "transient",
        error: "workflow answered 429 WorkflowTriggerIsThrottled",
        retryAfterMs: 7_000,
      },
    },
    {
      fault: { status: 429 },
      outcome: { name: "transient", error: "workflow answered 429 WorkflowTriggerIsThrottled" },
    },
    {
      fault: { status: 500 },
      outcome: { name: "transient", error: "workflow answered 500 InternalServerError" },
    },
    { fault: { status: 502 }, outcome: { name: "transient", error: "workflow answered 502 NoResponse" } },
    {
      fault: { status: 503, retryAfter: 2 },
      outcome: { name: "transient", error: "workflow answered 503 ServiceUnavailable", retryAfterMs: 2_000 },
    },
    ...[408, 409, 412, 425].map((status) => ({
      fault: { status, code: "Passing" },
      outcome: { name: "transient" as const, error: `workflow answered ${status} Passing` },
    })),
    ...[400, 401, 403, 404, 405, 410, 413].map((status) => ({
      fault: { status, code: "Refused", retryAfter: 5 },
      outcome: { name: "permanent" as const, error: `workflow answered ${status} Refused` },
    })),
    {
      fault: { status: 0 },
      outcome: { name: "transient", error: "no answer from the workflow (UND_ERR_SOCKET)" },
    },
  ];
  test.each(refusals)("$fault.status is $outcome.name", async ({ fault, outcome }) => {
    await control.fail({ channel: "teams-workflow", ...fault });
    expect(await sendTo(outbox.workflowUrl("ops"))).toEqual(outcome);
    expect(await control.messages()).toEqual([]);
    // Nothing was repeated by itself, and the next attempt goes through.
    expect(await sendTo(outbox.workflowUrl("ops"))).toHaveProperty("name", "accepted");
    expect(await control.messages()).toHaveLength(1);
  });

  test("an answer that does not come in time is transient", async () => {
    await control.fail({ channel: "teams-workflow", status: 503, delayMs: 60_000 });
    expect(await sendTo(outbox.workflowUrl("ops"), 150)).toEqual({
      name: "transient",
      error: "no answer from the workflow (timeout)",
    });
  });

  test("a channel that breaks the connection after it accepted is transient: a workflow cannot be asked", async () => {
    await control.fail({ channel: "teams-workflow", status: 0, after: true });
    expect(await sendTo(outbox.workflowUrl("ops"))).toHaveProperty("name", "transient");
    expect(await control.messages()).toHaveLength(1);
  });
});

describe("on the wire", () => {
  const answer =
    (status: number, headers: Record<string, string> = {}, body = ""): RequestListener =>
    (_, response) =>
      response.writeHead(status, headers).end(body);

  test("one POST of JSON", async () => {
    const wire = await startWire(answer(202));
    await sendTo(`${wire.url}/workflows/1`);
    expect(wire.requests).toHaveLength(1);
    expect(wire.requests[0]?.method).toBe("POST");
    expect(wire.requests[0]?.url.search).toBe(`?${signature}`);
    expect(wire.requests[0]?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(wire.requests[0]?.body ?? "")).toHaveProperty("type", "message");
  });

  const answers: { why: string; listener: RequestListener; outcome: SendOutcome }[] = [
    {
      why: "the run is preferred as a receipt",
      listener: answer(202, { "x-ms-workflow-run-id": "0858", "x-ms-client-tracking-id": "t1" }),
      outcome: { name: "accepted", receipt: "0858" },
    },
    {
      why: "the tracking id will do",
      listener: answer(200, { "x-ms-client-tracking-id": "t1" }, "1"),
      outcome: { name: "accepted", receipt: "t1" },
    },
    { why: "neither is needed", listener: answer(204), outcome: { name: "accepted", receipt: "accepted" } },
    {
      why: "an id that is none is not kept",
      listener: answer(202, { "x-ms-workflow-run-id": `https://x/?${signature}` }),
      outcome: { name: "accepted", receipt: "accepted" },
    },
    {
      why: "a refusal in the text of a success",
      listener: answer(
        200,
        {},
        "Webhook message delivery failed with error: … returned HTTP error 429 with ContextId",
      ),
      outcome: { name: "transient", error: "workflow answered that Teams refused the message" },
    },
    {
      why: "another such text",
      listener: answer(200, {}, "Action failed with HTTP error"),
      outcome: { name: "transient", error: "workflow answered that Teams refused the message" },
    },
    {
      why: "Retry-After as a date, by the answer's own clock",
      listener: answer(429, {
        date: "Sat, 21 Nov 2026 09:00:00 GMT",
        "retry-after": "Sat, 21 Nov 2026 09:00:42 GMT",
      }),
      outcome: { name: "transient", error: "workflow answered 429", retryAfterMs: 42_000 },
    },
    {
      why: "Retry-After that is over",
      listener: answer(503, {
        date: "Sat, 21 Nov 2026 09:00:00 GMT",
        "retry-after": "Sat, 21 Nov 2026 08:59:00 GMT",
      }),
      outcome: { name: "transient", error: "workflow answered 503", retryAfterMs: 0 },
    },
    {
      why: "Retry-After beyond all reason",
      listener: answer(429, { "retry-after": "9".repeat(40) }),
      outcome: { name: "transient", error: "workflow answered 429", retryAfterMs: 86_400_000 },
    },
    {
      why: "Retry-After that cannot be read",
      listener: answer(429, { "retry-after": "soon" }),
      outcome: { name: "transient", error: "workflow answered 429" },
    },
    {
      why: "an answer that echoes the request",
      listener: (request, response) =>
        response
          .writeHead(400)
          .end(JSON.stringify({ error: { code: "aSignatureThatNobodyMaySee", message: request.url } })),
      outcome: { name: "permanent", error: "workflow answered 400" },
    },
    {
      why: "a success whose text breaks off",
      listener: (_, response) => {
        response.writeHead(202, { "content-length": "10" });
        response.write("ok", () => response.destroy());
      },
      outcome: { name: "accepted", receipt: "accepted" },
    },
  ];
  test.each(answers)("$why", async ({ listener, outcome }) => {
    const wire = await startWire(listener);
    expect(await sendTo(wire.url)).toEqual(outcome);
    expect(wire.requests).toHaveLength(1);
  });

  test.each([301, 302, 307, 308])(
    "a redirect (%i) is refused, for good, and not followed",
    async (status) => {
      const elsewhere = await startWire(answer(202));
      const wire = await startWire(answer(status, { location: elsewhere.url }));
      expect(await sendTo(wire.url)).toEqual({
        name: "permanent",
        error: "workflow answered with a redirect",
      });
      expect(elsewhere.requests).toEqual([]);
    },
  );

  test("nobody listening is transient", async () => {
    expect(await sendTo(`http://127.0.0.1:${await closedPort()}`)).toEqual({
      name: "transient",
      error: "no answer from the workflow (ECONNREFUSED)",
    });
  });

  test("an address that is no URL is refused for good", async () => {
    expect(await sendTo("not a URL")).toEqual({ name: "permanent", error: "the workflow's URL is none" });
  });
});
