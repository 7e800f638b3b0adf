/** What lies in the poison queues of a running app: the sweep brings it back through the real queues. */
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, expect, it } from "vitest";

import { startApp, type App } from "./app.ts";
import { eventOf } from "./events.ts";
import { eventually } from "./eventually.ts";
import { makeFolder } from "./policy-file.ts";
import { endAll } from "./process.ts";

const folder = makeFolder();
let app: App;

beforeAll(async () => {
  app = await startApp(folder.policy({ grace: "5m" }));
});
afterAll(async () => {
  await endAll();
  folder.remove();
});

/** As the host does with a message that failed five times. */
async function poison(queue: string, text: string): Promise<void> {
  const client = QueueServiceClient.fromConnectionString(app.queues).getQueueClient(`${queue}-poison`);
  await client.createIfNotExists();
  await client.sendMessage(Buffer.from(text).toString("base64"));
}

it("comes back and is handled, or is rejected for what it is, and nothing is left", async () => {
  const batch = [eventOf("from-poison", "disconnected"), 42];
  await poison("events", JSON.stringify(batch));
  await poison("events", "this is not JSON");
  await poison("events", JSON.stringify({ ...eventOf("too-often", "disconnected"), replays: 3 }));
  await poison("deadlines", '{"hello":"world"}');
  await app.api.sweep();

  const states = async () => (await app.api.devicesOfId("from-poison")).map(({ state }) => state);
  await eventually(states, ["suspect"]);
  const reasons = async () => (await app.api.rejected()).map(({ reason }) => reason).toSorted();
  await eventually(reasons, ["exhausted", "notAMessage", "notAnEvent", "notJson"]);
  expect(await app.api.devicesOfId("too-often")).toEqual([]);
  // The deadline of `from-poison` waits in its queue.
  await eventually(() => app.messagesLeft(), 1);
});
