/** The measuring half of the `Queues` port: the stories' own, and the real SDK against the emulator. */
import { setTimeout as sleep } from "node:timers/promises";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAzurite, type Azurite } from "../../../dev/embedded/azurite.ts";
import { makeQueues } from "../../../functions/adapters/storage-queue/queues.ts";
import { TransientError, type Queues } from "../../../functions/application/ports.ts";
import { startWire } from "../receivers/wire-server.ts";
import { describeMeasures } from "./measure-contract.ts";
import { makeMemoryQueues } from "./queues-in-memory.ts";

describe("in memory", () => {
  describeMeasures(async () => {
    let now = Date.UTC(2026, 10, 21, 9);
    const { port, put } = makeMemoryQueues(() => now);
    return {
      queues: port,
      now: () => now,
      put: async (queue, text) => put(queue, text),
      pass: async (ms) => void (now += ms),
    };
  });
});

describe("on the emulator", () => {
  let azurite: Azurite;
  let service: QueueServiceClient;

  beforeAll(async () => {
    azurite = await startAzurite();
    service = QueueServiceClient.fromConnectionString(azurite.connectionString);
  });
  afterAll(async () => azurite.stop());

  describeMeasures(async () => {
    for await (const { name } of service.listQueues()) await service.deleteQueue(name);
    return {
      queues: makeQueues(azurite),
      now: Date.now,
      put: async (name, text) => {
        const queue = service.getQueueClient(name);
        await queue.createIfNotExists();
        await queue.sendMessage(Buffer.from(text).toString("base64"));
      },
      pass: async (ms) => sleep(ms),
    };
  });

  test("a deadline of which nobody encoded the text is one all the same, as for the host", async () => {
    const queue = service.getQueueClient("deadlines");
    await queue.createIfNotExists();
    await queue.clearMessages();
    await queue.sendMessage('{"identity":{"hub":"h","deviceId":"d"},"sequence":"0A","dueAt":7}');
    expect(await makeQueues(azurite).dueSince("deadlines")).toBe(7);
  });
});

describe("on the wire", () => {
  const refused = async (status: number, act: (queues: Queues) => Promise<unknown>) => {
    const wire = await startWire((_, response) => {
      response.writeHead(status, { "x-ms-error-code": "AuthenticationFailed" }).end();
    });
    const key = Buffer.from("a key that nobody may see").toString("base64");
    const endpoint = `DefaultEndpointsProtocol=http;AccountName=account;QueueEndpoint=${wire.url}/account`;
    const queues = makeQueues({ connectionString: `${endpoint};AccountKey=${key};` });
    const error: unknown = await act(queues).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransientError);
    return { error, request: wire.requests[0] };
  };

  test("the oldest is looked for among 32, without taking any", async () => {
    const { error, request } = await refused(403, (queues) => queues.dueSince("deadlines-poison"));
    expect(request?.method).toBe("GET");
    expect(request?.url.pathname).toBe("/account/deadlines-poison/messages");
    expect(request?.url.searchParams.get("peekonly")).toBe("true");
    expect(request?.url.searchParams.get("numofmessages")).toBe("32");
    expect(error).toHaveProperty(
      "message",
      "Peeking into the queue deadlines-poison failed (AuthenticationFailed)",
    );
  });

  test("a count that is refused names its queue", async () => {
    const { error } = await refused(403, (queues) => queues.count("events"));
    expect(error).toHaveProperty("message", "Counting the queue events failed (AuthenticationFailed)");
  });

  test("what does not answer is given up in time, tries included", async () => {
    const wire = await startWire(() => undefined);
    const connectionString = `DefaultEndpointsProtocol=http;AccountName=account;AccountKey=YQ==;QueueEndpoint=${wire.url}/account;`;
    const queues = makeQueues({ connectionString, requestTimeoutMs: 100 });
    await expect(queues.dueSince("events")).rejects.toThrow("Peeking into the queue events failed (timeout)");
  });
});
