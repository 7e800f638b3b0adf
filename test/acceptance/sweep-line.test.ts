/** What the sweep's line says of a day on which something is late: alerts and the workbook go by it alone. */
import { describe, expect, test } from "vitest";
import { TransientError } from "../../functions/application/ports.ts";
import { around } from "../ports/around.ts";
import { at, pump } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { World } from "./world.ts";

/** The last one. */
function lineOf({ log }: World): Readonly<Record<string, unknown>> | undefined {
  return log.findLast(({ event }) => event === "swept");
}

const count = ({ log }: World): number => log.filter(({ event }) => event === "swept").length;
const EMPTY = { dueS: 0, length: 0 };
const OUTAGE = [pump("Connected", 1, "08:00"), pump("Disconnected", 2, "09:00")] as const;

describe("the sweep's line", () => {
  test("comes each minute, and on a day without trouble says nothing is late", async () => {
    const world = makeWorld();
    world.send(...OUTAGE, pump("Connected", 3, "09:20"));
    await world.runUntil("10:00");
    const lines = world.log.filter(({ event }) => event === "swept");
    expect(lines).toHaveLength(120);
    for (const { queues } of lines) {
      expect(queues).toEqual({
        events: EMPTY,
        deadlines: { dueS: 0 },
        notifications: { dueS: 0 },
        "events-poison": EMPTY,
        "deadlines-poison": EMPTY,
        "notifications-poison": EMPTY,
      });
    }
  });

  test("a deadline that waits for its time is not late; one that nobody handles is, from its time on", async () => {
    const world = makeWorld();
    world.stalled = { deadlines: true };
    world.send(...OUTAGE);
    await world.runUntil("09:04");
    expect(lineOf(world)).toMatchObject({ overdue: 0, queues: { deadlines: { dueS: 0 } } });
    await world.runUntil("09:20");
    expect(lineOf(world)).toMatchObject({ overdue: 0, queues: { deadlines: { dueS: 15 * 60 } } });
  });

  test("events that nobody handles are late from their arrival, and counted", async () => {
    const world = makeWorld();
    world.stalled = { events: true };
    world.send(
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:01"),
      pump("Connected", 4, "11:00"),
    );
    await world.runUntil("09:10");
    expect(lineOf(world)).toMatchObject({ queues: { events: { dueS: 9 * 60 + 59, length: 2 } } });
  });

  test("looks that nobody does are late, whoever does them in the end", async () => {
    const world = makeWorld();
    world.stalled = { notifications: true };
    world.send(...OUTAGE);
    await world.runUntil("09:15");
    // The sweep itself announced the outage meanwhile.
    expect(world.messages).toHaveLength(2);
    // The oldest is the one that was due when the group's wait was over, at 09:05:30.
    expect(lineOf(world)).toMatchObject({ queues: { notifications: { dueS: 570 } } });
  });

  test("a lost message shows as work that waited, in the minute in which it is found", async () => {
    const world = makeWorld();
    world.lose = { deadlines: true };
    world.send(pump("Connected", 1, "08:00"), pump("Disconnected", 2, "08:59:30"));
    await world.runUntil("09:05");
    expect(lineOf(world)).toMatchObject({
      overdue: 1,
      queues: { deadlines: { dueS: 0 } },
      waitingS: { overdue: 30, owing: 0 },
    });
    await world.runUntil("09:10");
    expect(lineOf(world)).toMatchObject({ overdue: 0, waitingS: { overdue: 0 } });
  });

  test("while the store is away it comes all the same, tells the age of poison, and of the store nothing", async () => {
    const world: World = makeWorld(POLICY, "08:00", (ports) => ({
      ...ports,
      store: around(ports.store, ({ perform }) => {
        const now = world.deps.clock.now();
        const isDown = now >= at("09:00") && now < at("09:30");
        return isDown ? Promise.reject(new TransientError("the store is down")) : perform();
      }),
    }));
    world.send(...OUTAGE);
    await world.runUntil("09:29:59");
    const minutes = 89;
    expect(count(world)).toBe(minutes);
    expect(world.log.filter(({ event }) => event === "sweepFailed")).toHaveLength(30);
    expect(lineOf(world)).toMatchObject({
      overdue: 0,
      failed: 4,
      // Five tries, 30 s apart, and then it lay there.
      queues: { "events-poison": { dueS: 26 * 60 + 59, length: 1 } },
      waitingS: { overdue: null, owing: null, incidents: null, deliveries: null },
    });
    await world.runUntil("09:32");
    expect(lineOf(world)).toMatchObject({ failed: 0, queues: { "events-poison": { dueS: 0, length: 0 } } });
  });

  test("of two instances that sweep at once both leave one, and only one did the work", async () => {
    const world = makeWorld();
    world.copies = 2;
    world.instances = 2;
    world.lose = { deadlines: true };
    world.send(pump("Connected", 1, "08:00"), pump("Disconnected", 2, "08:59:30"));
    await world.runUntil("09:05");
    const [first, second] = world.log.filter(({ event }) => event === "swept").slice(-2);
    expect(new Set([first?.["stopped"], second?.["stopped"]])).toEqual(new Set(["leased", undefined]));
    expect([first, second]).toMatchObject([{ waitingS: { overdue: 30 } }, { waitingS: { overdue: 30 } }]);
  });
});
