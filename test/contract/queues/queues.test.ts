/** The `Queues` port on the real SDK: against the emulator for what it does, against a wire for what it says when refused. */
import type { RequestListener } from "node:http";
import { inspect } from "node:util";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startAzurite, type Azurite } from "../../../dev/embedded/azurite.ts";
import { makeQueues } from "../../../functions/adapters/storage-queue/queues.ts";
import {
  parseDeadlineMessage,
  parseNotificationMessage,
} from "../../../functions/adapters/storage-queue/messages.ts";
import { TransientError } from "../../../functions/application/ports.ts";
import { parseSequence } from "../../../functions/domain/sequence.ts";
import { DAY_MS } from "../../../functions/domain/time.ts";
import { startWire } from "../receivers/wire-server.ts";

const sequence = parseSequence("0A") ?? expect.fail("a sequence");
const deadline = {
  identity: { hub: "contoso-hub", deviceId: "Zürich/1", moduleId: "$edgeHub" },
  sequence,
  dueAt: 1_795_251_900_123,
};
const notification = { incident: "incident-1", at: 1_795_251_900_123 };

describe("against the emulator", () => {
  let azurite: Azurite;
  let service: QueueServiceClient;

  beforeAll(async () => {
    azurite = await startAzurite();
    service = QueueServiceClient.fromConnectionString(azurite.connectionString);
  });
  afterAll(async () => azurite.stop());
  beforeEach(async () => {
    for await (const { name } of service.listQueues()) await service.deleteQueue(name);
  });

  const received = async (queue: string) =>
    (await service.getQueueClient(queue).receiveMessages({ numberOfMessages: 32 })).receivedMessageItems;
  const textOf = (message: string) => Buffer.from(message, "base64").toString("utf8");

  test("creates a missing queue, and what is sent is read back as it was, base64, never expiring", async () => {
    const queues = makeQueues(azurite);
    await queues.sendDeadline(deadline, 0);
    await queues.sendNotification(notification, 0);

    const [first] = await received("deadlines");
    const [second] = await received("notifications");
    expect(parseDeadlineMessage(textOf(first?.messageText ?? ""))).toEqual(deadline);
    expect(parseNotificationMessage(textOf(second?.messageText ?? ""))).toEqual(notification);
    expect(first?.expiresOn.getUTCFullYear()).toBe(9999);
  });

  test("two that find the queue missing at once both arrive", async () => {
    const queues = makeQueues(azurite);
    await Promise.all(Array.from({ length: 8 }, async () => queues.sendDeadline(deadline, 0)));
    expect(await received("deadlines")).toHaveLength(8);
  });

  test("a delayed message is invisible until it is due", async () => {
    const queues = makeQueues(azurite);
    await service.createQueue("deadlines");
    await queues.sendDeadline(deadline, 1_001);
    expect(await received("deadlines")).toHaveLength(0);

    const [message] = await vi.waitFor(
      async () => {
        const messages = await received("deadlines");
        expect(messages).toHaveLength(1);
        return messages;
      },
      { timeout: 10_000, interval: 100 },
    );
    expect(parseDeadlineMessage(textOf(message?.messageText ?? ""))).toEqual(deadline);
  });

  test("six days ahead is sent, more is left to the sweep", async () => {
    const queues = makeQueues(azurite);
    await service.createQueue("deadlines");
    const count = async () =>
      (await service.getQueueClient("deadlines").getProperties()).approximateMessagesCount;

    await queues.sendDeadline(deadline, 6 * DAY_MS + 1);
    expect(await count()).toBe(0);
    await queues.sendDeadline(deadline, 6 * DAY_MS);
    expect(await count()).toBe(1);
  });
});

describe("on the wire", () => {
  const key = Buffer.from("a key that nobody may see").toString("base64");
  const signature = "c2lnbmF0dXJlIHRoYXQgbm9ib2R5IG1heSBzZWU";

  /** A storage account that answers as told. */
  async function startAccount(answer: RequestListener) {
    const wire = await startWire(answer);
    const endpoint = `${wire.url}/account`;
    return {
      requests: wire.requests,
      endpoint,
      withKey: `DefaultEndpointsProtocol=http;AccountName=account;AccountKey=${key};QueueEndpoint=${endpoint};`,
      withSignature: `QueueEndpoint=${endpoint};SharedAccessSignature=sv=2024-01-01&sig=${signature}`,
    };
  }
  const refuse =
    (status: number, code: string): RequestListener =>
    (_, response) =>
      response
        .writeHead(status, { "x-ms-error-code": code, "content-type": "application/xml" })
        .end(
          `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>No.</Message></Error>`,
        );

  test.each([
    { delayMs: -5_000, seconds: "0", why: "overdue" },
    { delayMs: 0, seconds: "0", why: "at once" },
    { delayMs: 1, seconds: "1", why: "a beginning second" },
    { delayMs: 5_000, seconds: "5", why: "whole seconds stay" },
    { delayMs: 5_001, seconds: "6", why: "rounded up: a deadline must not come early" },
  ])("$delayMs ms are $seconds s: $why", async ({ delayMs, seconds }) => {
    const account = await startAccount(refuse(403, "AuthenticationFailed"));
    await makeQueues({ connectionString: account.withKey })
      .sendDeadline(deadline, delayMs)
      .catch(() => undefined);
    expect(account.requests[0]?.url.searchParams.get("visibilitytimeout")).toBe(seconds);
    expect(account.requests[0]?.url.searchParams.get("messagettl")).toBe("-1");
  });

  const faults: { why: string; answer: RequestListener; says: string }[] = [
    { why: "refuses the sign-in", answer: refuse(403, "AuthenticationFailed"), says: "AuthenticationFailed" },
    { why: "is busy", answer: refuse(503, "ServerBusy"), says: "ServerBusy" },
    { why: "is gone again after its creation", answer: refuse(404, "QueueNotFound"), says: "QueueNotFound" },
    {
      why: "breaks the connection",
      answer: (request) => request.socket.destroy(),
      says: "ECONNRESET",
    },
    { why: "does not answer", answer: () => undefined, says: "timeout" },
  ];
  test.each(faults)(
    "a service that $why is a transient error without key or signature",
    async ({ answer, says }) => {
      const account = await startAccount(answer);
      for (const connectionString of [account.withKey, account.withSignature]) {
        const queues = makeQueues({ connectionString, requestTimeoutMs: 700 });
        const error: unknown = await queues.sendDeadline(deadline, 0).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(TransientError);
        expect(error).toHaveProperty("message", `Sending to the queue deadlines failed (${says})`);
        const shown = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
        expect(shown).not.toContain(key);
        expect(shown).not.toContain(signature);
        expect(shown).not.toContain("SharedKey account:");
      }
    },
  );

  test("a token is not asked for before it is needed, nor ever for a connection without encryption", async () => {
    const account = await startAccount(refuse(500, "InternalError"));
    const getToken = async () => expect.fail("no token is needed");
    const queues = makeQueues({ queueServiceUri: account.endpoint, credential: { getToken } });
    await expect(queues.count("events-poison")).rejects.toThrow(TransientError);
    expect(account.requests).toEqual([]);
  });
});
