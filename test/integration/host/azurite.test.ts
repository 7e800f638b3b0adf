/** The embedded queues: what a folder keeps, and that memory keeps nothing. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { QueueServiceClient } from "@azure/storage-queue";
import { expect, it } from "vitest";

import { AzuriteError, startAzurite } from "../../../dev/embedded/azurite.ts";

const queueIn = (connectionString: string) =>
  QueueServiceClient.fromConnectionString(connectionString).getQueueClient("kept");

it("a folder keeps queues and messages between runs, a run in memory starts empty", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "linewatch-azurite-"));
  const first = await startAzurite({ dataDir });
  await queueIn(first.connectionString).create();
  await queueIn(first.connectionString).sendMessage("stays");
  await first.stop();
  await first.stop();

  const [second, empty] = await Promise.all([startAzurite({ dataDir }), startAzurite()]);
  const { peekedMessageItems } = await queueIn(second.connectionString).peekMessages();
  expect(peekedMessageItems.map(({ messageText }) => messageText)).toEqual(["stays"]);
  expect(await queueIn(empty.connectionString).exists()).toBe(false);
  await Promise.all([second.stop(), empty.stop()]);
  await rm(dataDir, { recursive: true });
});

it("a folder that cannot be used is an error with what azurite said", async () => {
  await expect(startAzurite({ dataDir: "/dev/null/nowhere" })).rejects.toThrow(AzuriteError);
});
