/** The SMS sender with the real `twilio` package over real HTTP: against the outbox and its faults, and on the wire. */
import type { RequestListener } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startOutbox, type Outbox } from "../../../dev/outbox/outbox.ts";
import { makeSmsSender, type TwilioConfig } from "../../../functions/adapters/twilio/send-sms.ts";
import type { SendOutcome, SendRequest } from "../../../functions/application/ports.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import {
  controlOutbox,
  offlineNotice,
  recoveredNotice,
  type OutboxControl,
  type OutboxFault,
} from "./outbox-control.ts";
import { closedPort, startWire } from "./wire-server.ts";

const token = "a-token-that-nobody-may-see";
const authorization = "Basic ";
const accountSid = `AC${"1".repeat(32)}`;
const target = { id: "sms:+4790000001", channel: "sms", address: "+4790000001" } as const;
const account: TwilioConfig = {
  accountSid,
  username: accountSid,
  password: { reveal: () => token },
  sender: { from: "+15005550006" },
};

async function sendThrough(
  config: Partial<TwilioConfig> & { readonly apiBaseUrl: string },
  request: Partial<SendRequest> = {},
): Promise<SendOutcome> {
  const sender = makeSmsSender({ ...account, ...config });
  const outcome = await sender.send({ target, notice: offlineNotice, ...request });
  const shown = JSON.stringify(outcome);
  for (const secret of [token, Buffer.from(`${accountSid}:${token}`).toString("base64"), authorization]) {
    expect(shown).not.toContain(secret);
  }
  expect(shown).not.toContain(target.address);
  return outcome;
}

const TEXT =
  "OFFLINE rpihat2 since 14:02. 3 identities affected: $edgeAgent, $edgeHub, SimulatedTemperatureSensor. K7QM";

describe("against the outbox", () => {
  let outbox: Outbox;
  let control: OutboxControl;
  const send = async (request: Partial<SendRequest> = {}, config: Partial<TwilioConfig> = {}) =>
    sendThrough({ apiBaseUrl: outbox.url, timeoutMs: 5_000, ...config }, request);

  beforeAll(async () => {
    outbox = await startOutbox({ port: 0 });
    control = controlOutbox(outbox.url);
  });
  afterAll(async () => outbox.stop());
  beforeEach(async () => control.clear());

  test("accepted: the number gets the text, Twilio's sid is the receipt", async () => {
    expect(await send()).toEqual({ name: "accepted", receipt: expect.stringMatching(/^SM[0-9a-f]{32}$/) });
    expect(await control.messages()).toEqual([
      expect.objectContaining({
        channel: "sms",
        to: "+4790000001",
        text: TEXT,
        body: {
          To: "+4790000001",
          From: "+15005550006",
          Body: TEXT,
          ValidityPeriod: "900",
        },
      }),
    ]);
  });

  test("by a messaging service and an API key", async () => {
    const sender = { messagingServiceSid: `MG${"a".repeat(32)}` };
    expect(await send({}, { sender, username: `SK${"2".repeat(32)}` })).toHaveProperty("name", "accepted");
    const [message] = await control.messages();
    expect(message?.body).toMatchObject({ MessagingServiceSid: sender.messagingServiceSid });
    expect(message?.body).not.toHaveProperty("From");
  });

  const says = (status: number, code: number, words = "") =>
    `Twilio answered ${status}, code ${code}${words}`;
  const faults: { fault: Omit<OutboxFault, "channel">; outcome: SendOutcome }[] = [
    ...[
      { code: 21211, words: ": number, not a phone number" },
      { code: 21614, words: ": number, not a mobile number" },
      { code: 21610, words: ": number, has opted out" },
      { code: 21612, words: ": number, cannot be reached from this sender" },
      { code: 21408, words: ": number, its region is not enabled" },
      { code: 21608, words: ": number, not verified for a trial account" },
      { code: 21606, words: ": configuration, the sender is not ours or cannot send SMS" },
      { code: 30034, words: ": configuration, the sender is not registered" },
      { code: 30032, words: ": configuration, the toll-free sender is not verified" },
      { code: 21617, words: "" },
    ].map(({ code, words }) => ({
      fault: { status: 400, code },
      outcome: { name: "permanent" as const, error: says(400, code, words) },
    })),
    {
      fault: { status: 401, code: 20003 },
      outcome: { name: "permanent", error: says(401, 20003, ": configuration, the credentials are refused") },
    },
    { fault: { status: 404 }, outcome: { name: "permanent", error: says(404, 20404) } },
    {
      fault: { status: 429, retryAfter: 9 },
      outcome: {
        name: "transient",
        error: says(429, 20429, ": throttled, too many requests"),
        retryAfterMs: 9_000,
      },
    },
    ...[
      { status: 400, code: 21611, words: ": throttled, the sender's queue is full" },
      { status: 400, code: 30001, words: ": throttled, the queue is full" },
      { status: 500, code: 20500, words: "" },
      { status: 503, code: 20500, words: "" },
    ].map(({ words, ...fault }) => ({
      fault,
      outcome: { name: "transient" as const, error: says(fault.status, fault.code, words) },
    })),
    { fault: { status: 0 }, outcome: { name: "transient", error: "no answer from Twilio (ECONNRESET)" } },
  ];
  test.each(faults)("$fault.status $fault.code is $outcome.name", async ({ fault, outcome }) => {
    await control.fail({ channel: "sms", ...fault });
    expect(await send()).toEqual(outcome);
    expect(await control.messages()).toEqual([]);
    // Nothing was repeated by itself, and the next attempt goes through.
    expect(await send()).toHaveProperty("name", "accepted");
    expect(await control.messages()).toHaveLength(1);
  });

  test("an answer that does not come in time is transient", async () => {
    await control.fail({ channel: "sms", status: 500, delayMs: 60_000 });
    expect(await send({}, { timeoutMs: 150 })).toEqual({
      name: "transient",
      error: "no answer from Twilio (timeout)",
    });
  });

  const losses: { why: string; fault: Omit<OutboxFault, "channel"> }[] = [
    { why: "the connection broke after Twilio accepted", fault: { status: 0, after: true } },
    { why: "the answer came too late", fault: { status: 201, delayMs: 1_000 } },
    { why: "Twilio failed after it accepted", fault: { status: 500, after: true } },
  ];
  test.each(losses)("$why: looked up, and sent once", async ({ fault }) => {
    const unknownSince = Date.now();
    await control.fail({ channel: "sms", ...fault });
    expect(await send({}, { timeoutMs: 300 })).toHaveProperty("name", "transient");
    await vi.waitFor(async () => expect(await control.messages()).toHaveLength(1));

    const second = await send({ unknownSince });
    expect(second).toEqual({ name: "accepted", receipt: expect.stringMatching(/^SM/) });
    expect(await control.messages()).toHaveLength(1);
  });

  test("an unknown attempt that never arrived is made again", async () => {
    const unknownSince = Date.now();
    await control.fail({ channel: "sms", status: 0 });
    await send();
    expect(await send({ unknownSince })).toHaveProperty("name", "accepted");
    expect(await control.messages()).toHaveLength(1);
  });

  test("another number, another text or another time is another message", async () => {
    const start = Date.now();
    await send({ target: { ...target, address: "+4790000002" } });
    await send({ notice: recoveredNotice });
    expect(await send({ unknownSince: start })).toHaveProperty("name", "accepted");
    expect(await control.messages()).toHaveLength(3);

    expect(await send({ unknownSince: Date.now() + 2 * MINUTE_MS })).toHaveProperty("name", "accepted");
    expect(await control.messages()).toHaveLength(4);
  });

  test("while it cannot be looked up nothing is sent", async () => {
    for (const status of [0, 500, 429]) {
      await control.fail({ channel: "sms", on: "lookup", status });
      expect(await send({ unknownSince: Date.now() })).toHaveProperty("name", "transient");
    }
    expect(await control.messages()).toEqual([]);
  });
});

describe("on the wire", () => {
  const answer =
    (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
    (_, response) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(typeof body === "string" ? body : JSON.stringify(body));
  const created = { sid: "SM1", status: "queued" };

  test("one POST with the account's credentials, under the path of the base", async () => {
    const wire = await startWire(answer(201, created));
    expect(await sendThrough({ apiBaseUrl: `${wire.url}/proxy/` })).toEqual({
      name: "accepted",
      receipt: "SM1",
    });
    expect(wire.requests).toHaveLength(1);
    const [request] = wire.requests;
    expect(request?.url.pathname).toBe(`/proxy/2010-04-01/Accounts/${accountSid}/Messages.json`);
    const credentials = Buffer.from(`${accountSid}:${token}`).toString("base64");
    expect(request?.headers.authorization).toBe(`${authorization}${credentials}`);
  });

  const answers: { why: string; listener: RequestListener; outcome: SendOutcome }[] = [
    {
      why: "Retry-After as a date",
      listener: (request, response) => {
        const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
        answer(429, { code: 20429 }, { "retry-after": inAnHour })(request, response);
      },
      outcome: expect.objectContaining({ name: "transient", retryAfterMs: expect.closeTo(3_600_000, -4) }),
    },
    {
      why: "a proxy's page instead of an error",
      listener: answer(502, "<html>Bad gateway</html>"),
      outcome: { name: "transient", error: "Twilio answered 502" },
    },
    {
      why: "a proxy's page instead of a message",
      listener: answer(200, "<html>Sign in</html>"),
      outcome: { name: "transient", error: "Twilio could not be asked (SyntaxError)" },
    },
    {
      why: "an answer that names no message",
      listener: answer(201, {}),
      outcome: { name: "transient", error: "Twilio's answer names no message" },
    },
    {
      why: "a refusal without a code",
      listener: answer(403, {}),
      outcome: { name: "permanent", error: "Twilio answered 403" },
    },
    {
      why: "a redirect is refused",
      listener: answer(307, "", { location: "http://127.0.0.1:1/" }),
      outcome: { name: "permanent", error: "Twilio answered 307" },
    },
  ];
  test.each(answers)("$why", async ({ listener, outcome }) => {
    const wire = await startWire(listener);
    expect(await sendThrough({ apiBaseUrl: wire.url })).toEqual(outcome);
    expect(wire.requests).toHaveLength(1);
  });

  test("a message that still waits to be sent is found: the look-up does not ask for a day of sending", async () => {
    const body = `Sent from your Twilio trial account - ${TEXT}`;
    const waiting = {
      sid: "SM2",
      body,
      date_created: new Date().toUTCString(),
      date_sent: null,
      status: "queued",
    };
    const wire = await startWire(answer(200, { messages: [waiting], next_page_uri: null }));
    const unknownSince = Date.now();
    const outcome = await sendThrough({ apiBaseUrl: wire.url }, { unknownSince });
    expect(outcome).toEqual({ name: "accepted", receipt: "SM2" });
    expect(wire.requests.map(({ method }) => method)).toEqual(["GET"]);
    expect([...(wire.requests[0]?.url.searchParams.keys() ?? [])].toSorted()).toEqual(["PageSize", "To"]);
  });

  test("an answer that trickles is bounded as a whole", async () => {
    const wire = await startWire((_, response) => {
      response.writeHead(201, { "content-type": "application/json" });
      const trickle = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(trickle));
    });
    expect(await sendThrough({ apiBaseUrl: wire.url, timeoutMs: 200 })).toEqual({
      name: "transient",
      error: "no answer from Twilio (timeout)",
    });
  });

  test("nobody listening is transient", async () => {
    expect(await sendThrough({ apiBaseUrl: `http://127.0.0.1:${await closedPort()}` })).toEqual({
      name: "transient",
      error: "no answer from Twilio (ECONNREFUSED)",
    });
  });

  test("an account that the package refuses is a permanent failure", async () => {
    const wire = await startWire(answer(201, created));
    expect(await sendThrough({ apiBaseUrl: wire.url, accountSid: "nonsense" })).toEqual({
      name: "permanent",
      error: "the Twilio account is not usable as configured",
    });
    expect(wire.requests).toEqual([]);
  });
});
