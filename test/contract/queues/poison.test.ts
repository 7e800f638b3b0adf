/** The poison half of the `Queues` port: the stories' own, and the real SDK against the emulator. */
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAzurite, type Azurite } from "../../../dev/embedded/azurite.ts";
import { makeQueues } from "../../../functions/adapters/storage-queue/queues.ts";
import { TooLongError, TransientError, type Queues } from "../../../functions/application/ports.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { startWire } from "../receivers/wire-server.ts";
import { describePoison } from "./poison-contract.ts";
import { makeMemoryQueues } from "./queues-in-memory.ts";

describe("in memory", () => {
  describePoison(async () => {
    let now = 0;
    const { port, poison } = makeMemoryQueues(() => now);
    return {
      queues: port,
      put: async (text) => poison.put("events", text),
      show: async () => void (now += 2 * MINUTE_MS),
    };
  });

  test("what was taken is visible again after two minutes, not before", async () => {
    let now = 0;
    const { port, poison } = makeMemoryQueues(() => now);
    poison.put("events", "1");
    await port.takePoison("events", 1);
    now = 2 * MINUTE_MS - 1;
    expect(await port.takePoison("events", 1)).toEqual([]);
    now += 1;
    expect(await port.takePoison("events", 1)).toHaveLength(1);
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

  const poison = () => service.getQueueClient("events-poison");
  const empty = async (): Promise<void> => {
    for await (const { name } of service.listQueues()) await service.deleteQueue(name);
  };

  describePoison(async () => {
    await empty();
    return {
      queues: makeQueues(azurite),
      put: async (text) => {
        await poison().createIfNotExists();
        await poison().sendMessage(Buffer.from(text).toString("base64"));
      },
      show: async (receipt) => {
        const [id = "", popReceipt = ""] = receipt.split(" ");
        await poison().updateMessage(id, popReceipt, undefined, 0);
      },
    };
  });

  test("a text that is sent back arrives as it was, at once, in base64", async () => {
    await empty();
    await makeQueues(azurite).send("events", '{"a":"ø","replays":1}');
    const { receivedMessageItems } = await service.getQueueClient("events").receiveMessages();
    const texts = receivedMessageItems.map(({ messageText }) =>
      Buffer.from(messageText, "base64").toString(),
    );
    expect(texts).toEqual(['{"a":"ø","replays":1}']);
  });

  test("48 KB fit into a message, and more is told from a fault of the service", async () => {
    await empty();
    const queues = makeQueues(azurite);
    await queues.send("events", "x".repeat(48 * 1024));
    await expect(queues.send("events", "x".repeat(48 * 1024 + 1))).rejects.toThrow(TooLongError);
    const { approximateMessagesCount } = await service.getQueueClient("events").getProperties();
    expect(approximateMessagesCount).toBe(1);
  });
});

describe("on the wire", () => {
  const refused = async (act: (queues: Queues) => Promise<unknown>) => {
    const wire = await startWire((_, response) => {
      response.writeHead(403, { "x-ms-error-code": "AuthenticationFailed" }).end();
    });
    const key = Buffer.from("a key that nobody may see").toString("base64");
    const endpoint = `DefaultEndpointsProtocol=http;AccountName=account;QueueEndpoint=${wire.url}/account`;
    const queues = makeQueues({ connectionString: `${endpoint};AccountKey=${key};` });
    const error: unknown = await act(queues).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransientError);
    return { error, url: wire.requests[0]?.url };
  };

  test("what is taken is hidden for two minutes", async () => {
    const { error, url } = await refused((queues) => queues.takePoison("events", 7));
    expect(url?.searchParams.get("visibilitytimeout")).toBe("120");
    expect(url?.searchParams.get("numofmessages")).toBe("7");
    expect(error).toHaveProperty(
      "message",
      "Taking from the queue events-poison failed (AuthenticationFailed)",
    );
  });

  test("removing names what was taken, and how", async () => {
    const message = { queue: "events", text: "1", receipt: "id-1 pop/1+==" } as const;
    const { url } = await refused((queues) => queues.removePoison(message));
    expect(url?.pathname).toBe("/account/events-poison/messages/id-1");
    expect(url?.searchParams.get("popreceipt")).toBe("pop/1+==");
  });
});
