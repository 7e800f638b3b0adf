import { describe, expect, it } from "vitest";
import { runningOutbox } from "./running-outbox.ts";
import { cardPayload, messagesOf, phone, postFault, postWorkflow, sender, twilioClient } from "./senders.ts";

const card = cardPayload("OFFLINE rpihat2");
const sms = { to: phone, from: sender, body: "OFFLINE rpihat2" };

describe("a workflow asked to fail", () => {
  it("fails as often as asked, in Power Automate's shape, and records nothing meanwhile", async () => {
    const outbox = await runningOutbox();
    await postFault(outbox, { channel: "teams-workflow", status: 429, retryAfter: 7, times: 2 });

    const responses = [];
    for (let n = 0; n < 3; n += 1) responses.push(await postWorkflow(outbox, "ops", card));

    expect(responses.map(({ status }) => status)).toEqual([429, 429, 202]);
    expect(responses[0]?.headers.get("retry-after")).toBe("7");
    expect(await responses[0]?.json()).toMatchObject({ error: { code: "WorkflowTriggerIsThrottled" } });
    expect(await messagesOf(outbox)).toHaveLength(1);
  });

  it("breaks the connection on status 0", async () => {
    const outbox = await runningOutbox();
    await postFault(outbox, { channel: "teams-workflow", status: 0, times: 1 });
    await expect(postWorkflow(outbox, "ops", card)).rejects.toThrow("fetch failed");
    expect(await messagesOf(outbox)).toEqual([]);
  });

  it("accepts and then breaks the connection with `after`: the sender cannot know", async () => {
    const outbox = await runningOutbox();
    await postFault(outbox, { channel: "teams-workflow", status: 0, times: 1, after: true });
    await expect(postWorkflow(outbox, "ops", card)).rejects.toThrow("fetch failed");
    expect(await messagesOf(outbox)).toHaveLength(1);
  });

  it("is late on a status of success, and accepts", async () => {
    const outbox = await runningOutbox();
    await postFault(outbox, { channel: "teams-workflow", status: 202, delayMs: 120, times: 1 });
    const start = performance.now();
    const { status } = await postWorkflow(outbox, "ops", card);
    expect(status).toBe(202);
    expect(performance.now() - start).toBeGreaterThan(100);
    expect(await messagesOf(outbox)).toHaveLength(1);
  });

  it("takes its faults in the order they were asked for, and none after DELETE", async () => {
    const outbox = await runningOutbox();
    const asked = [500, 503, 404];
    for (const status of asked) await postFault(outbox, { channel: "teams-workflow", status, times: 1 });
    expect((await postWorkflow(outbox, "ops", card)).status).toBe(500);
    expect((await postWorkflow(outbox, "ops", card)).status).toBe(503);
    expect((await fetch(`${outbox.url}/faults`, { method: "DELETE" })).status).toBe(204);
    expect((await postWorkflow(outbox, "ops", card)).status).toBe(202);
  });
});

describe("Twilio asked to fail", () => {
  it.each([
    { fault: { status: 400, code: 21610 }, error: { status: 400, code: 21610 } },
    { fault: { status: 429 }, error: { status: 429, code: 20429 } },
    { fault: { status: 500 }, error: { status: 500, code: 20500 } },
    { fault: { status: 401 }, error: { status: 401, code: 20003 } },
  ])("answers $fault as the package expects it", async ({ fault, error }) => {
    const outbox = await runningOutbox();
    await postFault(outbox, { channel: "sms", times: 1, ...fault });
    await expect(twilioClient(outbox).messages.create(sms)).rejects.toMatchObject(error);
    expect(await messagesOf(outbox)).toEqual([]);
  });

  it("can accept, stay silent past the sender's patience, and be asked what became of it", async () => {
    const outbox = await runningOutbox();
    await postFault(outbox, { channel: "sms", status: 500, delayMs: 60_000, times: 1, after: true });
    const client = twilioClient(outbox, 150);

    await expect(client.messages.create(sms)).rejects.toMatchObject({ code: "ECONNABORTED" });

    expect((await client.messages.list({ to: phone })).map(({ body }) => body)).toEqual([sms.body]);
  });

  it("spares the look-up unless that is what shall fail, and the other channel always", async () => {
    const outbox = await runningOutbox();
    const client = twilioClient(outbox);
    await postFault(outbox, { channel: "sms", status: 503, times: 1, on: "lookup" });

    expect((await postWorkflow(outbox, "ops", card)).status).toBe(202);
    await client.messages.create(sms);
    await expect(client.messages.list()).rejects.toMatchObject({ status: 503, code: 20500 });
    expect(await client.messages.list()).toHaveLength(1);
  });
});

describe("faults by chance", () => {
  /** What became of so many cards. */
  const statusesOf = async (faults: readonly object[], count: number): Promise<number[]> => {
    const outbox = await runningOutbox();
    for (const fault of faults)
      await postFault(outbox, { channel: "teams-workflow", times: 10_000, ...fault });
    const statuses: number[] = [];
    for (let n = 0; n < count; n += 1) statuses.push((await postWorkflow(outbox, "ops", card)).status);
    return statuses;
  };

  it("meet a share of the requests, and others what the first have left", async () => {
    const statuses = await statusesOf(
      [
        { status: 429, rate: 0.2, seed: 1 },
        { status: 503, rate: 0.5, seed: 2 },
      ],
      300,
    );
    const share = (status: number): number =>
      statuses.filter((one) => one === status).length / statuses.length;
    expect(share(429)).toBeCloseTo(0.2, 0.5);
    expect(share(503)).toBeCloseTo(0.4, 0.5);
    expect(share(202)).toBeCloseTo(0.4, 0.5);
  });

  it("are the same for the same seed, and others for another", async () => {
    const fault = { status: 500, rate: 0.5, seed: 7 };
    const first = await statusesOf([fault], 40);
    expect(await statusesOf([fault], 40)).toEqual(first);
    expect(await statusesOf([{ ...fault, seed: 8 }], 40)).not.toEqual(first);
  });

  it("end after as many times as asked, and are counted", async () => {
    const outbox = await runningOutbox();
    await postFault(outbox, { channel: "teams-workflow", status: 500, rate: 0.5, times: 3 });
    await postFault(outbox, { channel: "teams-workflow", status: 0, times: 1, after: true });
    for (let n = 0; n < 30; n += 1) await postWorkflow(outbox, "ops", card).catch(() => undefined);
    const counted: unknown = await (await fetch(`${outbox.url}/faults`)).json();
    expect(counted).toMatchObject({
      value: [
        { status: 500, rate: 0.5, met: 3 },
        { status: 0, after: true, met: 1 },
      ],
    });
    expect(await messagesOf(outbox)).toHaveLength(27);
    await fetch(`${outbox.url}/faults`, { method: "DELETE" });
    expect(await (await fetch(`${outbox.url}/faults`)).json()).toEqual({ value: [] });
  });
});

describe("a fault that is none", () => {
  it.each([
    { why: "not JSON", fault: "no", names: "body" },
    { why: "an unknown channel", fault: { channel: "fax", status: 500, times: 1 }, names: "channel" },
    {
      why: "a status that HTTP does not know",
      fault: { channel: "sms", status: 99, times: 1 },
      names: "status",
    },
    { why: "no number of times", fault: { channel: "sms", status: 500 }, names: "times" },
    { why: "no time at all", fault: { channel: "sms", status: 500, times: 0 }, names: "times" },
    {
      why: "a negative delay",
      fault: { channel: "sms", status: 500, times: 1, delayMs: -1 },
      names: "delayMs",
    },
    { why: "a rate above 1", fault: { channel: "sms", status: 500, times: 1, rate: 2 }, names: "rate" },
    { why: "an unknown member", fault: { channel: "sms", status: 500, times: 1, delay: 1 }, names: "delay" },
  ])("gets a sentence for $why", async ({ fault, names }) => {
    const outbox = await runningOutbox();
    const response = await fetch(`${outbox.url}/faults`, { method: "POST", body: JSON.stringify(fault) });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining(names) });
    expect((await postWorkflow(outbox, "ops", card)).status).toBe(202);
  });
});
