/** A store that is down for a while: messages come back, nothing is lost, and nobody is told twice. */
import { expect, test } from "vitest";
import { TransientError } from "../../functions/application/ports.ts";
import { around } from "../ports/around.ts";
import { at, pump } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { World } from "./world.ts";

/** Every method of every part of the store fails during an outage. */
function worldWithOutages(...outages: readonly (readonly [string, string])[]): World {
  const isDown = (): boolean => {
    const now = world.deps.clock.now();
    return outages.some(([from, to]) => now >= at(from) && now < at(to));
  };
  const world: World = makeWorld(POLICY, "08:00", (ports) => ({
    ...ports,
    store: around(ports.store, ({ perform }) =>
      isDown() ? Promise.reject(new TransientError("the store is down")) : perform(),
    ),
  }));
  return world;
}

const told = (world: World): string[] => world.messages.map((line) => line.split(" ").slice(1, 3).join(" "));
const ONCE_EACH = [
  "sms:+4790000000 OFFLINE",
  "sms:+4790000000 RECOVERED",
  "workflow:ops OFFLINE",
  "workflow:ops RECOVERED",
];

test.each([
  ["when the disconnect arrives", "09:00", "09:01:30"],
  ["at the deadline", "09:04:50", "09:06"],
  ["when the group's wait is over", "09:05:10", "09:07"],
  ["when it connects again", "09:19:50", "09:21:20"],
  ["when it should end", "09:21:00", "09:23"],
])("down for less than five redeliveries, %s", async (_title, from, to) => {
  const world = worldWithOutages([from, to]);
  world.send(pump("Connected", 1, "08:00"), pump("Disconnected", 2, "09:00"), pump("Connected", 3, "09:20"));
  await world.runUntil("10:00");
  expect(told(world).toSorted()).toEqual(ONCE_EACH);
  expect(world.poison).toEqual([]);
});

test("down for longer: the event waits in poison until the store answers", async () => {
  const world = worldWithOutages(["09:19:50", "09:40"]);
  world.send(pump("Connected", 1, "08:00"), pump("Disconnected", 2, "09:00"), pump("Connected", 3, "09:20"));
  await world.runUntil("09:39");
  expect(told(world)).toEqual(["workflow:ops OFFLINE", "sms:+4790000000 OFFLINE"]);
  expect(world.poison).toMatchObject([{ queue: "events" }]);
  await world.runUntil("10:00");
  expect(told(world).toSorted()).toEqual(ONCE_EACH);
  expect(world.poison).toEqual([]);
});

test("down over the deadline for longer than its message is redelivered: the sweep finds it", async () => {
  const world = worldWithOutages(["09:04:50", "09:12"]);
  world.send(pump("Connected", 1, "08:00"), pump("Disconnected", 2, "09:00"), pump("Connected", 3, "09:20"));
  await world.runUntil("09:11:50");
  expect(world.poison).toMatchObject([{ queue: "deadlines" }]);
  await world.runUntil("10:00");
  expect(told(world).toSorted()).toEqual(ONCE_EACH);
  expect(world.poison).toEqual([]);
});
