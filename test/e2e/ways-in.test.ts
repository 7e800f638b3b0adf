/** The two ways in, with events as they should be, as they should not, and of identities with every odd name. */
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, expect, it } from "vitest";

import { startApp, type App } from "./app.ts";
import { eventually } from "./eventually.ts";
import { eventOf, gatewayEvents, inEventGridSchema, type CloudEvent } from "./events.ts";
import { makeFolder } from "./policy-file.ts";
import { endAll } from "./process.ts";

const folder = makeFolder();
const allSuspect = ["suspect", "suspect", "suspect"];
let app: App;

beforeAll(async () => {
  app = await startApp(folder.policy({ grace: "5m" }));
});
afterAll(async () => {
  await endAll();
  folder.remove();
});

const withData = (event: CloudEvent, data: object): object => ({
  ...event,
  data: { ...event.data, ...data },
});

/** Each bad event with the reason that it must be kept with. */
function badEvents(): [string, unknown][] {
  const good = eventOf("bad-neighbour", "disconnected");
  const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toISOString();
  const sequence = (sequenceNumber: string) => ({ deviceConnectionStateEventInfo: { sequenceNumber } });
  return [
    ["notAnEvent", 42],
    ["notAnEvent", { hello: "world" }],
    ["unknownType", { ...good, type: "Microsoft.Storage.BlobCreated" }],
    ["badIdentity", withData(good, { deviceId: undefined })],
    ["badIdentity", withData(good, { deviceId: "d".repeat(129) })],
    ["badSequence", withData(good, sequence("not hexadecimal"))],
    ["badSequence", withData(good, sequence("1".repeat(65)))],
    ["badTime", { ...good, time: "yesterday" }],
    ["badTime", { ...good, time: inTwoDays }],
  ];
}

it("takes both schemas through the webhook, single and in arrays", async () => {
  expect(await app.api.push(gatewayEvents("cloud", "disconnected"))).toBeLessThan(300);
  expect(await app.api.push(gatewayEvents("grid", "disconnected").map(inEventGridSchema))).toBeLessThan(300);
  for (const event of gatewayEvents("single", "disconnected")) await app.api.push(event);
  for (const id of ["cloud", "grid", "single"]) expect(await app.api.moduleStates(id)).toEqual(allSuspect);
});

it("answers the handshakes of both schemas", async () => {
  const address = `${app.url}/runtime/webhooks/EventGrid?functionName=events-push`;
  const grid = await fetch(address, {
    method: "POST",
    headers: { "aeg-event-type": "SubscriptionValidation" },
    body: JSON.stringify([{ data: { validationCode: "abc" } }]),
  });
  expect(await grid.json()).toEqual({ validationResponse: "abc" });
  const headers = { "webhook-request-origin": "eventgrid.azure.net" };
  const cloud = await fetch(address, { method: "OPTIONS", headers });
  expect(cloud.headers.get("webhook-allowed-origin")).toBe("eventgrid.azure.net");
});

it("keeps what cannot be read with its reason, and lets its neighbours pass", async () => {
  const bad = badEvents();
  const [first, ...rest] = gatewayEvents("neighbour", "disconnected");
  await app.api.push([first, ...bad.map(([, event]) => event), ...rest]);
  await sendText("this is not JSON");
  await app.sendEvents([...bad.map(([, event]) => event), ...gatewayEvents("queued", "disconnected")]);

  const expected = ["notJson", ...bad.map(([reason]) => reason), ...bad.map(([reason]) => reason)].toSorted();
  const reasons = async () => (await app.api.rejected()).map(({ reason }) => reason).toSorted();
  await eventually(reasons, expected);
  const kept = await app.api.rejected();
  expect(kept.find(({ reason }) => reason === "notJson")?.body).toBe("this is not JSON");
  expect(kept.every(({ detail }) => detail !== "")).toBe(true);
  expect(await app.api.moduleStates("neighbour")).toEqual(allSuspect);
  await eventually(() => app.api.moduleStates("queued"), allSuspect);
  await eventually(() => app.api.devicesOfId("bad-neighbour"), []);
});

/** As somebody would who has the queue's key and no idea. */
async function sendText(text: string): Promise<void> {
  const queue = QueueServiceClient.fromConnectionString(app.queues).getQueueClient("events");
  await queue.sendMessage(Buffer.from(text).toString("base64"));
}

it("tells identities apart whatever their ids are made of, and finds each of them again", async () => {
  const everyCharacter = "aZ09-:.+%_#*?!(),=@;$'";
  const longest = everyCharacter.repeat(6).slice(0, 128);
  const devices = [longest, "A", "a", "a-b-", "a-b", "%2F", "%41", "a%2Fb", "x..y"];
  const modules: readonly (readonly [string, string])[] = [
    ["a", "b-"],
    ["a-b", "c"],
    [longest, longest],
  ];
  await app.api.push(devices.map((id) => eventOf(id, "connected")));
  await app.api.push(modules.map(([id, moduleId]) => eventOf(id, "connected", moduleId)));

  for (const id of devices) expect(await app.api.device(id)).toMatchObject({ deviceId: id, state: "online" });
  for (const [id, moduleId] of modules) {
    const { modules: found } = await app.api.device(id);
    expect(found?.map((module) => module.moduleId)).toEqual([moduleId]);
    expect(await app.api.transitions(id, moduleId)).toEqual(["online"]);
  }
  for (const id of ["A", "a-b-"]) expect((await app.api.device(id)).modules).toEqual([]);
});

it("finds ids that a path cannot carry by the query", async () => {
  await app.api.push([eventOf(".", "connected"), eventOf("..", "disconnected")]);
  expect(await app.api.devicesOfId(".")).toMatchObject([{ deviceId: ".", state: "online" }]);
  expect(await app.api.devicesOfId("..")).toMatchObject([{ deviceId: "..", state: "suspect" }]);
});
