/** Evidence that comes late and tells another story: what the history, and the last message, say in the end. */
import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../functions/domain/time.ts";
import { at, clockTime, pump } from "./story-events.ts";
import { makeWorld } from "./world.ts";
import type { StoryEvent } from "./story-events.ts";
import type { World } from "./world.ts";

const PUMP = { hub: "contoso-hub", deviceId: "pump-1" };
async function standing({ store }: World): Promise<unknown[]> {
  const { transitions } = await store.transitions.history(PUMP, undefined, 50);
  return transitions
    .filter((one) => one.retractedAt === undefined)
    .map(({ state, at: time }) => [state, time]);
}

describe("the history", () => {
  test("an outage that was denied and then confirmed again stands", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 4, "09:04", "09:05:40"),
      pump("Disconnected", 3, "09:05:30", "09:06"),
    );
    await world.runUntil("10:00");
    expect(await standing(world)).toEqual([
      ["online", at("09:05:30")],
      ["offline", at("09:00")],
    ]);
  });

  test("a parting of lives that was moved away and comes again is there", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 100, "08:00"),
      pump("Connected", 5, "09:00"),
      pump("Connected", 3, "08:31", "09:01"),
      pump("Disconnected", 50, "08:40", "09:02"),
    );
    await world.runUntil("10:00");
    const saved = await world.store.connections.read(PUMP);
    expect(await world.store.transitions.tombstones(PUMP)).toContain(saved?.value.tombstone?.at);
  });
});

describe("the messages", () => {
  test("an outage that turns out to have begun earlier ends with its true duration", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 3, "09:10"),
      pump("Disconnected", 2, "09:00", "09:16"),
      pump("Connected", 4, "09:30"),
    );
    await world.runUntil("10:00");
    expect(world.accepted.at(-1)?.notice).toMatchObject({ since: at("09:00"), until: at("09:30") });
  });

  test("an outage that was denied before anybody was told does not lend its start to the next", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Disconnected", 4, "09:05:05", "09:05:10"),
      pump("Connected", 3, "09:01", "09:05:11"),
    );
    await world.runUntil("09:20");
    expect(world.accepted[0]?.notice).toMatchObject({ word: "OFFLINE", since: at("09:05:05") });
  });
});

describe("D10, as hubs do it: the deletion closes the connection, and that is stamped a moment later", () => {
  const deleted: StoryEvent[] = [
    pump("Connected", 0x70, "08:00"),
    { kind: "Deleted", device: "pump-1", at: "09:30" },
    pump("Disconnected", 0x71, "09:30:00.5"),
  ];

  test.each([
    ["with a registration", [{ kind: "Created", device: "pump-1", at: "09:40" } as const]],
    ["without", []],
    [
      "that comes after the first connect",
      [{ kind: "Created", device: "pump-1", at: "09:40", arrives: "09:50" } as const],
    ],
  ])("one deletion, a clean new life: %s", async (_title, created) => {
    const world = makeWorld();
    world.send(...deleted, ...created, pump("Connected", 1, "09:41"));
    await world.runUntil("12:00");
    expect(await world.store.transitions.tombstones(PUMP)).toEqual([at("09:30")]);
    const saved = await world.store.connections.read(PUMP);
    expect(saved?.value).toMatchObject({ state: { name: "online", since: at("09:41") }, head: { drops: 0 } });
    expect(saved?.value.registeredAt).toBe(created.length === 0 ? undefined : at("09:40"));
    expect(world.messages).toEqual([]);
  });

  test("also where that disconnect is the last to arrive", async () => {
    const world = makeWorld();
    const [connected, deletion] = deleted;
    if (connected !== undefined && deletion !== undefined) world.send(connected, deletion);
    world.send(pump("Connected", 1, "09:41"), pump("Disconnected", 0x71, "09:30:00.5", "09:50"));
    await world.runUntil("12:00");
    expect(await world.store.transitions.tombstones(PUMP)).toEqual([at("09:30")]);
    const saved = await world.store.connections.read(PUMP);
    expect(saved?.value).toMatchObject({ state: { name: "online", since: at("09:41") }, head: { drops: 0 } });
  });

  test.each([
    ["is full", (index: number) => 30_000 * index],
    ["is a day old", (index: number) => 27 * 60_000 * index],
  ])("what the deletion left aside never counts, also when the window %s", async (_title, afterMs) => {
    const world = makeWorld();
    world.send(...deleted);
    for (let index = 0; index < 61; index += 1) {
      const stamped = at("10:00") + afterMs(index);
      const days = Math.floor((stamped - at("00:00")) / DAY_MS);
      const time = `${days === 0 ? "" : `+${days}d `}${clockTime(stamped)}`;
      world.send(pump(index % 2 === 0 ? "Connected" : "Disconnected", index + 1, time));
      if (index % 2 === 1) world.send(pump("Disconnected", index + 1, time));
    }
    await world.runUntil("+2d 00:00");
    const saved = await world.store.connections.read(PUMP);
    expect(saved?.value).toMatchObject({ state: { name: "online" }, head: { drops: 30 } });
    expect(await world.store.transitions.tombstones(PUMP)).toEqual([at("09:30")]);
  });
});

test.each(["10:00:05", "10:00:01"])(
  "a first connect stamped a moment before its registration counts (%s)",
  async (arrives) => {
    const world = makeWorld();
    world.send(
      pump("Connected", 1, "10:00:00", "10:00:03"),
      { kind: "Created", device: "pump-1", at: "10:00:00.4", arrives },
      pump("Disconnected", 2, "11:00"),
    );
    await world.runUntil("12:00");
    expect((await world.store.connections.read(PUMP))?.value.state).toMatchObject({
      name: "offline",
      since: at("11:00"),
    });
  },
);
