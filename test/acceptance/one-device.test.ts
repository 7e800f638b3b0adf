/** The main job, as stories of one device: who is told what, when, and nothing else. */
import { describe, expect, test } from "vitest";
import { pump } from "./story-events.ts";
import { makeWorld } from "./world.ts";

const bothGot = (time: string, text: string): string[] => [
  `${time} workflow:ops ${text}`,
  `${time} sms:+4790000000 ${text}`,
];

describe("one device", () => {
  test("a blip inside the grace tells nobody", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:04:59"),
    );
    await world.runUntil("10:00");
    expect(world.messages).toEqual([]);
  });

  test("an outage is told once after grace and wait, and once when it is over", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:20"),
    );
    await world.runUntil("10:00");
    expect(world.messages).toEqual([
      ...bothGot("09:05:30", "OFFLINE pump-1 ×1"),
      ...bothGot("09:21:31", "RECOVERED pump-1 ×1"),
    ]);
    const [, , ending] = world.accepted;
    expect(ending?.notice).toMatchObject({
      since: Date.UTC(2026, 10, 21, 9, 0),
      until: Date.UTC(2026, 10, 21, 9, 20),
      code: world.accepted[0]?.notice.code,
    });
  });

  test("an outage that ends within the group's wait is not spoken of", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:05:10"),
    );
    await world.runUntil("10:00");
    expect(world.messages).toEqual([]);
    expect(await world.store.incidents.page({}, undefined, 10)).toMatchObject([
      { state: { name: "resolved", outcome: "unspoken" } },
    ]);
  });

  test("a re-drop while recovering continues the outage: no second opening, one ending with the whole duration", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:20"),
      pump("Disconnected", 4, "09:21"),
      pump("Connected", 5, "09:30"),
    );
    await world.runUntil("10:00");
    expect(world.messages).toEqual([
      ...bothGot("09:05:30", "OFFLINE pump-1 ×1"),
      ...bothGot("09:31:31", "RECOVERED pump-1 ×1"),
    ]);
    expect(world.accepted.at(-1)?.notice).toMatchObject({ since: Date.UTC(2026, 10, 21, 9) });
    expect(world.accepted.at(-1)?.notice.until).toBe(Date.UTC(2026, 10, 21, 9, 30));
  });

  test("a re-drop inside recovering announces at once what the wait had held back", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:05:20"),
      pump("Disconnected", 4, "09:06:10"),
    );
    await world.runUntil("10:00");
    expect(world.messages).toEqual(bothGot("09:06:12", "OFFLINE pump-1 ×1"));
  });

  test("repeated events change nothing", async () => {
    const world = makeWorld();
    const events = [
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:20"),
    ];
    world.send(
      ...events,
      ...events,
      pump("Disconnected", 2, "09:00", "09:10"),
      pump("Connected", 3, "09:20", "09:40"),
    );
    await world.runUntil("10:00");
    expect(world.messages).toHaveLength(4);
  });
});

describe("late evidence", () => {
  test("a disconnect learnt three hours late and still standing is told at once, with its true start", async () => {
    const world = makeWorld();
    world.send(pump("Connected", 1, "08:00"), pump("Disconnected", 2, "09:00", "12:00"));
    await world.runUntil("13:00");
    expect(world.messages).toEqual(bothGot("12:00:30", "OFFLINE pump-1 ×1"));
    expect(world.accepted[0]?.notice.since).toBe(Date.UTC(2026, 10, 21, 9));
  });

  test("an outage learnt after it was over goes to the history and tells nobody", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Connected", 3, "09:20"),
      pump("Disconnected", 2, "09:00", "12:00"),
    );
    await world.runUntil("13:00");
    expect(world.messages).toEqual([]);
    const { transitions } = await world.store.transitions.history(
      { hub: "contoso-hub", deviceId: "pump-1" },
      undefined,
      10,
    );
    expect(transitions.map(({ state, at, noticedAt }) => [state, at, noticedAt])).toEqual([
      ["online", Date.UTC(2026, 10, 21, 9, 20), Date.UTC(2026, 10, 21, 12)],
      ["offline", Date.UTC(2026, 10, 21, 9), Date.UTC(2026, 10, 21, 12)],
    ]);
  });

  test("an outage that late evidence denies stays in the history, and what was sent gets its ending", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:01", "09:30"),
    );
    await world.runUntil("10:00");
    expect(world.messages).toEqual([
      ...bothGot("09:05:30", "OFFLINE pump-1 ×1"),
      ...bothGot("09:30:01", "RECOVERED pump-1 ×1"),
    ]);
    const { transitions } = await world.store.transitions.history(
      { hub: "contoso-hub", deviceId: "pump-1" },
      undefined,
      10,
    );
    expect(transitions).toMatchObject([{ state: "offline", retractedAt: Date.UTC(2026, 10, 21, 9, 30) }]);
  });
});

describe("a message that never comes", () => {
  test("without deadline messages the sweep finds what is overdue", async () => {
    const world = makeWorld();
    world.lose = { deadlines: true };
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:20"),
    );
    await world.runUntil("10:00");
    expect(world.messages).toEqual([
      ...bothGot("09:05:30", "OFFLINE pump-1 ×1"),
      ...bothGot("09:22:01", "RECOVERED pump-1 ×1"),
    ]);
  });

  test("without notifications the sweep looks", async () => {
    const world = makeWorld();
    world.lose = { notifications: true };
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:20"),
    );
    await world.runUntil("10:00");
    expect(world.messages.map((line) => line.slice(9))).toEqual([
      "workflow:ops OFFLINE pump-1 ×1",
      "sms:+4790000000 OFFLINE pump-1 ×1",
      "workflow:ops RECOVERED pump-1 ×1",
      "sms:+4790000000 RECOVERED pump-1 ×1",
    ]);
  });

  test("without the sweep the messages alone do it", async () => {
    const world = makeWorld();
    world.sweeping = false;
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:20"),
    );
    await world.runUntil("10:00");
    expect(world.messages).toEqual([
      ...bothGot("09:05:30", "OFFLINE pump-1 ×1"),
      ...bothGot("09:21:31", "RECOVERED pump-1 ×1"),
    ]);
  });
});
