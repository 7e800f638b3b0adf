/** Messages that fail again and again: they come back, three times, and then people hear of it. */
import { expect, test } from "vitest";
import { UnreadableDocumentError } from "../../functions/application/ports.ts";
import type { QueueName } from "../../functions/application/ports.ts";
import { around } from "../ports/around.ts";
import { at, pump } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { World } from "./world.ts";

interface Trouble {
  /** What no handler of this queue survives. */
  readonly queue: QueueName;
  readonly device: string;
  /** Until when; for ever without it. */
  readonly until?: string;
}

/** A handler that fails at one device's messages, as if it found something that it cannot read. */
function worldWithTrouble({ queue, device, until }: Trouble): World {
  const world: World = makeWorld(POLICY, "08:00", (ports) => ({
    ...ports,
    store: around(ports.store, ({ perform, given }) => {
      const isOver = until !== undefined && world.deps.clock.now() >= at(until);
      const isMeant = world.handling()?.work.queue === queue && JSON.stringify(given).includes(device);
      return isMeant && !isOver ? Promise.reject(new UnreadableDocumentError("version 9")) : perform();
    }),
  }));
  return world;
}

const wordsOf = (world: World): string[] =>
  world.messages.map((line) => line.split(" ").slice(1, 4).join(" "));
const exhaustedOf = (world: World) => world.log.filter(({ event }) => event === "exhausted");
const rejectedOf = async (world: World) =>
  (await world.store.rejected.page(undefined, 100)).map(({ reason }) => reason);
const OPENED = ["workflow:ops OFFLINE pump-1", "sms:+4790000000 OFFLINE pump-1"];
const OUTAGE = [pump("Connected", 1, "08:00"), pump("Disconnected", 2, "09:00")];

test("an event whose trouble ends comes back by itself", async () => {
  const world = worldWithTrouble({ queue: "events", device: "pump-1", until: "09:04" });
  world.send(pump("Disconnected", 2, "09:00"));
  await world.runUntil("09:02:30");
  expect(world.poison).toMatchObject([{ queue: "events" }]);
  await world.runUntil("09:10");
  expect(wordsOf(world)).toEqual(OPENED);
  expect(world.poison).toEqual([]);
  expect(exhaustedOf(world)).toEqual([]);
});

test("an event that nothing helps is rejected after three times, once, and keeps no other back", async () => {
  const world = worldWithTrouble({ queue: "events", device: "cursed" });
  world.send({ kind: "Disconnected", device: "cursed", sequence: 1, at: "09:00" }, ...OUTAGE);
  await world.runUntil("10:00");
  expect(wordsOf(world)).toEqual(OPENED);
  expect(world.poison).toEqual([]);
  expect(await rejectedOf(world)).toEqual(["exhausted"]);
  expect(exhaustedOf(world)).toMatchObject([{ queue: "events" }]);
  const tries = world.log.filter(({ event, queue }) => event === "failed" && queue === "events");
  expect(tries).toHaveLength(4 * 5);
});

test("a deadline that nothing helps is no loss: the sweep has the instant", async () => {
  const world = worldWithTrouble({ queue: "deadlines", device: "pump-1" });
  world.send(...OUTAGE);
  await world.runUntil("10:00");
  expect(wordsOf(world)).toEqual(OPENED);
  expect(world.poison).toEqual([]);
  expect(exhaustedOf(world)).toMatchObject([{ queue: "deadlines" }]);
});

test("a look that nothing helps is no loss either", async () => {
  const world = worldWithTrouble({ queue: "notifications", device: "pump-1" });
  world.send(...OUTAGE);
  await world.runUntil("10:00");
  expect(wordsOf(world)).toEqual(OPENED);
  expect(world.poison).toEqual([]);
  expect(exhaustedOf(world)).toMatchObject([{ queue: "notifications" }]);
});

test("what no one can mark is rejected when the store answers, and does not circle", async () => {
  const world = worldWithTrouble({ queue: "events", device: "not an event", until: "08:05" });
  await world.deps.queues.send("events", '["not an event"]');
  await world.runUntil("08:10");
  expect(await rejectedOf(world)).toEqual(["notAnEvent"]);
  expect(world.poison).toEqual([]);
  expect(exhaustedOf(world)).toEqual([]);
});

test("a delivery that nothing helps is given up, and Teams hears of it once", async () => {
  const world = makeWorld(POLICY, "08:00", (ports) => ({
    ...ports,
    store: around(ports.store, ({ name, given, perform }) => {
      const [written] = name === "deliveries.replace" ? given.map((one) => JSON.stringify(one)) : [];
      const isClaim = written?.includes('"name":"claimed"') && written.includes('"channel":"sms"');
      return isClaim === true ? Promise.reject(new Error("a fault of ours")) : perform();
    }),
  }));
  world.provider = ({ target }, now) =>
    target.channel === "sms" && now < at("09:06") ? { name: "transient", error: "503" } : undefined;
  world.send(...OUTAGE);
  await world.runUntil("11:00");
  const [told, ...others] = wordsOf(world).filter((line) => line.includes("UNDELIVERED"));
  expect(told).toBe("workflow:ops UNDELIVERED pump-1");
  expect(others).toEqual([]);
  expect(world.poison).toEqual([]);
  expect(exhaustedOf(world)).toMatchObject([{ queue: "notifications" }]);
});
