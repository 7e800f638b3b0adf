/** Queue functions under the runner, on real queues: what the real host promises about a message. */
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";

import { type Azurite, startAzurite } from "../../../dev/embedded/azurite.ts";
import type { HostOptions } from "../../../dev/host/start-host.ts";
import { release, seenBy } from "./queue-app-client.ts";
import { makeTestQueue, startFixture, withQueueSettings } from "./start-fixture.ts";

const patience = { timeout: 8_000, interval: 50 };

let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

/** The URL of a runner on the queue, which ends with the test. */
async function startOn(
  test: TestContext,
  queueName: string,
  options: Partial<HostOptions> = {},
): Promise<string> {
  const queueConnectionString = azurite.connectionString;
  const host = await startFixture("queue-app", {
    queueConnectionString,
    settings: { WORK: queueName },
    ...options,
  });
  test.onTestFinished(() => host.stop());
  return host.url;
}

async function makeQueue() {
  const queue = makeTestQueue(azurite.connectionString);
  await queue.queue.create();
  return queue;
}

describe.concurrent("a message", () => {
  it("arrives parsed where it is JSON, with the facts about it, and is deleted when done", async (test) => {
    const queue = await makeQueue();
    const sent = await queue.send({ id: "a", text: "Ålesund" });
    await queue.send("no JSON");
    const url = await startOn(test, queue.name);

    await test.expect.poll(async () => (await seenBy(url)).seen.length, patience).toBe(2);
    const { seen } = await seenBy(url);
    expect(seen.map(({ message }) => message)).toEqual(
      expect.arrayContaining([{ id: "a", text: "Ålesund" }, "no JSON"]),
    );
    const { metadata } = seen.find(({ message }) => typeof message === "object") ?? {};
    expect(metadata).toEqual({
      queueTrigger: { id: "a", text: "Ålesund" },
      dequeueCount: 1,
      id: sent.messageId,
      popReceipt: expect.any(String),
      insertionTime: sent.insertedOn.toISOString().replace(".000Z", "+00:00"),
      expirationTime: sent.expiresOn.toISOString().replace(".000Z", "+00:00"),
      nextVisibleTime: expect.stringMatching(/^\d{4}-.*\+00:00$/),
    });
    await test.expect.poll(queue.count, patience).toBe(0);
    expect(await queue.poisoned()).toBeUndefined();
  });

  it("that throws five times lies in the poison queue with its content", async (test) => {
    const queue = await makeQueue();
    const message = { id: "bad", fail: true, text: "<&> æ" };
    await queue.send(message);
    const url = await startOn(test, queue.name);

    await test.expect.poll(queue.poisoned, patience).toEqual([JSON.stringify(message)]);
    await test.expect.poll(queue.count, patience).toBe(0);
    const { seen } = await seenBy(url);
    expect(seen.map(({ metadata }) => metadata["dequeueCount"])).toEqual([1, 2, 3, 4, 5]);
  });

  it("that throws is seen again after the visibility timeout, not before", async (test) => {
    const queue = await makeQueue();
    await queue.send({ id: "bad", fail: true });
    const url = await startOn(test, queue.name, withQueueSettings({ visibilityTimeout: "00:00:02" }));

    await test.expect.poll(async () => (await seenBy(url)).seen.length, patience).toBe(2);
    const [first, second] = (await seenBy(url)).seen;
    // Storage cuts its instants to whole seconds, so two of them may be little more than one.
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(1_000);
  });

  it("that is not base64 goes to the poison queue at once, as it is", async (test) => {
    const queue = await makeQueue();
    await queue.queue.sendMessage("{not base64}");
    const url = await startOn(test, queue.name);

    await test.expect.poll(queue.poisoned, patience).toHaveLength(1);
    const { peekedMessageItems } = await queue.poison.peekMessages();
    expect(peekedMessageItems.map(({ messageText }) => messageText)).toEqual(["{not base64}"]);
    expect((await seenBy(url)).seen).toEqual([]);
  });

  it("with a delay is not seen before its time", async (test) => {
    const queue = await makeQueue();
    const url = await startOn(test, queue.name);
    const sent = await queue.send({ id: "late" }, 2);
    await queue.send({ id: "now" });

    await test.expect.poll(async () => (await seenBy(url)).seen.length, patience).toBe(2);
    const [first, second] = (await seenBy(url)).seen;
    expect(first?.message).toEqual({ id: "now" });
    expect(second?.at).toBeGreaterThanOrEqual(sent.nextVisibleOn.getTime());
  });

  it("that takes longer than its lock is kept by renewal and run once", async (test) => {
    const queue = await makeQueue();
    await queue.send({ id: "long", wait: true });
    const timing = { lockMs: 1_000, renewMs: 300, drainMs: 1_000 };
    const url = await startOn(test, queue.name, { timing });
    const rival = await startOn(test, queue.name, { timing });
    const seenByBoth = async () => [...(await seenBy(url)).seen, ...(await seenBy(rival)).seen];

    await test.expect.poll(async () => (await seenByBoth()).length, patience).toBe(1);
    const [{ at: startedAt } = { at: 0 }] = await seenByBoth();
    await test.expect.poll(() => Date.now() - startedAt, patience).toBeGreaterThan(2_500);
    const released = await Promise.all([url, rival].map((host) => release(host, "long")));
    expect(released).toContain(true);
    await test.expect.poll(queue.count, patience).toBe(0);
    expect(await seenByBoth()).toHaveLength(1);
  });
});

describe.concurrent("a queue", () => {
  it("is taken in batches of 16, and again when eight are left", async (test) => {
    const queue = await makeQueue();
    const ids = Array.from({ length: 24 }, (_, at) => `m${at}`);
    await Promise.all(ids.map((id) => queue.send({ id, wait: true })));
    const url = await startOn(test, queue.name);
    const idsSeen = async () => (await seenBy(url)).seen.map(({ message }) => Object(message).id);

    await test.expect.poll(async () => (await idsSeen()).length, patience).toBe(16);
    const firstBatch = await idsSeen();
    for (const id of firstBatch.slice(0, 7)) {
      await release(url, id);
    }
    // Long enough for several polls, had there been any.
    const releasedAt = Date.now();
    await test.expect.poll(() => Date.now() - releasedAt, patience).toBeGreaterThan(800);
    expect(await idsSeen()).toHaveLength(16);
    await release(url, firstBatch[7]);
    await test.expect.poll(async () => (await idsSeen()).length, patience).toBe(24);
    expect((await seenBy(url)).mostActive).toBe(16);
    await Promise.all(ids.map((id) => release(url, id)));
    await test.expect.poll(queue.count, patience).toBe(0);
  });

  it("that does not exist yet is polled, but not created", async (test) => {
    const queue = makeTestQueue(azurite.connectionString);
    const url = await startOn(test, queue.name);
    expect(await queue.queue.exists()).toBe(false);
    await queue.queue.create();
    await queue.send({ id: "first" });

    await test.expect.poll(async () => (await seenBy(url)).seen.length, patience).toBe(1);
  });

  it("can be fed by hand through /admin/functions", async (test) => {
    const queue = await makeQueue();
    const url = await startOn(test, queue.name);
    const body = JSON.stringify({ input: '{"id":"by hand"}' });
    const response = await fetch(`${url}/admin/functions/work`, { method: "POST", body });

    expect(response.status).toBe(202);
    await test.expect
      .poll(async () => (await seenBy(url)).seen[0]?.message, patience)
      .toEqual({ id: "by hand" });
  });
});
