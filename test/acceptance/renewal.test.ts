/** Tokens that are renewed: nothing is said of it, until one does not come back. */
import { describe, expect, test } from "vitest";
import { conditionsOf } from "../../functions/domain/condition.ts";
import { waitsFor } from "../../functions/domain/policy.ts";
import type { Policy } from "../../functions/domain/policy.ts";
import { MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import { at } from "./story-events.ts";
import type { StoryEvent } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { World } from "./world.ts";

const PERIOD_S = 65 * 60;
const START_S = 8 * 3_600;

/** `08:00:05`, or `+1d 08:00:05`. */
function clock(seconds: number): string {
  const day = Math.floor(seconds / 86_400);
  const time = new Date((seconds % 86_400) * 1_000).toISOString().slice(11, 19);
  return day === 0 ? time : `+${day}d ${time}`;
}

/** Connects at 08:00, and renews so often, each time away for 20 s; the last one lasts as long as it is told. */
function renewals(device: string, count: number, lastForS = 20): StoryEvent[] {
  const first: StoryEvent = { kind: "Connected", device, sequence: 1, at: "08:00" };
  const pairs = Array.from({ length: count }, (_, index): StoryEvent[] => {
    const start = START_S + (index + 1) * PERIOD_S;
    const end = start + (index === count - 1 ? lastForS : 20);
    return [
      { kind: "Disconnected", device, sequence: 2 * index + 2, at: clock(start) },
      { kind: "Connected", device, sequence: 2 * index + 3, at: clock(end) },
    ];
  });
  return [first, ...pairs.flat()];
}

async function labelsOf(world: World, policy: Policy, time: string): Promise<number> {
  const connections = await world.store.connections.page({}, undefined, 100);
  return connections.filter((connection) =>
    conditionsOf(connection, waitsFor(connection.identity, policy), at(time)).some(
      ({ name }) => name === "tokenRenewal",
    ),
  ).length;
}

const IMPATIENT: Policy = {
  ...POLICY,
  routes: POLICY.routes.map((route) => ({ ...route, graceMs: 30 * SECOND_MS, groupWaitMs: 0 })),
};
/** The hub shows a renewal for a whole snapshot. */
const SNAPSHOT_S = 60;

describe("devices that renew their tokens every hour", () => {
  test("are not spoken of for a day, and each is known for what it does", async () => {
    const world = makeWorld();
    for (let index = 0; index < 40; index += 1) world.send(...renewals(`sensor-${index}`, 22));
    await world.runUntil("+1d 08:00");
    expect(world.messages).toEqual([]);
    expect(await labelsOf(world, POLICY, "+1d 08:00")).toBe(40);
    expect(await world.store.incidents.page({}, undefined, 10)).toEqual([]);
  });

  test("with a grace of 30 s are spoken of until the rhythm shows: the first two, and no more", async () => {
    const world = makeWorld(IMPATIENT);
    const events = renewals("sensor-1", 10);
    world.send(
      ...events.map((event) =>
        event.kind === "Connected" && event.sequence !== 1
          ? { ...event, at: clock(START_S + ((Number(event.sequence) - 1) / 2) * PERIOD_S + SNAPSHOT_S) }
          : event,
      ),
    );
    await world.runUntil("+1d 08:00");
    const words = world.messages.filter((line) => line.includes("workflow:ops"));
    expect(words.map((line) => line.replace(/:\d\d workflow/, " workflow"))).toEqual([
      "09:05 workflow:ops OFFLINE sensor-1 ×1",
      "09:07 workflow:ops RECOVERED sensor-1 ×1",
      "10:10 workflow:ops OFFLINE sensor-1 ×1",
      "10:12 workflow:ops RECOVERED sensor-1 ×1",
    ]);
  });

  test("are told of when one does not come back: after the grace, and after three minutes where that is shorter", async () => {
    const story = renewals("sensor-1", 5, 20 * 60);
    const patient = makeWorld();
    patient.send(...story);
    await patient.runUntil("+1d 08:00");
    expect(patient.messages.filter((line) => line.includes("ops"))).toEqual([
      "13:30:30 workflow:ops OFFLINE sensor-1 ×1",
      "13:46:31 workflow:ops RECOVERED sensor-1 ×1",
    ]);
    const world = makeWorld(IMPATIENT);
    world.send(...story);
    await world.runUntil("+1d 08:00");
    expect(world.messages.filter((line) => line.includes("ops"))).toEqual([
      "13:28:00 workflow:ops OFFLINE sensor-1 ×1",
      "13:46:31 workflow:ops RECOVERED sensor-1 ×1",
    ]);
    expect(world.accepted[0]?.notice.since).toBe(at("13:25"));
    expect(world.accepted[0]?.notice.at).toBe(at("13:25") + 3 * MINUTE_MS);
  });
});
