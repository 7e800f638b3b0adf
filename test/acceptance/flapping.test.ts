/** What drops again and again: one FLAPPING and one STABLE to each receiver, and nothing between. */
import { describe, expect, test } from "vitest";
import { noticeText } from "../../functions/domain/notice-text.ts";
import { MINUTE_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { at, clockTime } from "./story-events.ts";
import type { StoryEvent } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { World } from "./world.ts";

const PHONE = "sms:+4790000000";

function clock(instant: Instant): string {
  const days = Math.floor((instant - at("00:00")) / (24 * 60 * MINUTE_MS));
  return days === 0 ? clockTime(instant) : `+${days}d ${clockTime(instant)}`;
}

/** `from` until `to` it disconnects every `everyMs` and connects again after `downMs`. */
function toggling(
  who: Pick<StoryEvent, "device" | "module">,
  { from, to, everyMs, downMs }: { from: string; to: string; everyMs: number; downMs: number },
): StoryEvent[] {
  const count = Math.floor((at(to) - at(from)) / everyMs);
  return [
    { ...who, kind: "Connected", sequence: 1, at: "08:00" },
    ...Array.from({ length: count }, (_, index): StoryEvent[] => {
      const start = at(from) + index * everyMs;
      return [
        { ...who, kind: "Disconnected", sequence: 2 * index + 2, at: clock(start) },
        { ...who, kind: "Connected", sequence: 2 * index + 3, at: clock(start + downMs) },
      ];
    }).flat(),
  ];
}

const HUB = { device: "gw-1", module: "$edgeHub" };
const MINUTELY = { everyMs: 2 * MINUTE_MS, downMs: MINUTE_MS };

/** What one receiver got. */
const toldTo = (world: World, target: string): string[] =>
  world.messages.filter((line) => line.includes(` ${target} `)).map((line) => line.replace(`${target} `, ""));

describe("an $edgeHub that toggles every minute for four hours", () => {
  test("is told once as flapping, and once as stable, 52 to 53 min after its last drop", async () => {
    const world = makeWorld();
    world.send(...toggling(HUB, { from: "09:00", to: "13:00", ...MINUTELY }));
    await world.runUntil("16:00");
    const [opening, ending, ...more] = toldTo(world, "workflow:ops");
    expect(more).toEqual([]);
    expect(opening).toBe("09:06:31 FLAPPING gw-1 ×1");
    expect(ending).toMatch(/^13:5[0-2]:\d\d STABLE gw-1 ×1$/);
    expect(toldTo(world, PHONE)).toEqual([opening, ending]);
    const [first, last] = [world.accepted[0]?.notice, world.accepted.at(-1)?.notice];
    expect(first).toMatchObject({ drops: 4, since: at("09:00"), code: last?.code });
    expect(last).toMatchObject({ drops: 120, since: at("09:00") });
    const minutes = ((last?.until ?? 0) - at("12:58")) / MINUTE_MS;
    expect(minutes).toBeGreaterThan(52);
    expect(minutes).toBeLessThan(53);
  });

  test("costs one timer of its own at a time, however often it drops", async () => {
    const world = makeWorld();
    world.send(...toggling(HUB, { from: "09:00", to: "13:00", ...MINUTELY }));
    await world.runUntil("16:00");
    const woken = world.log.filter(({ event, evidence }) => event === "decision" && evidence === "wake");
    expect(woken.length).toBeLessThan(12);
    expect(woken.at(-1)).toMatchObject({ reason: "reused" });
  });

  test("is stable too where every timer is lost: the sweep looks", async () => {
    const world = makeWorld();
    world.lose = { deadlines: true };
    world.send(...toggling(HUB, { from: "09:00", to: "10:00", ...MINUTELY }));
    await world.runUntil("12:00");
    expect(toldTo(world, "workflow:ops")).toEqual([
      "09:06:31 FLAPPING gw-1 ×1",
      expect.stringMatching(/^10:\d\d:\d\d STABLE gw-1 ×1$/),
    ]);
  });
});

describe("an identity that flaps", () => {
  test("says whether it is out, and since when", async () => {
    const world = makeWorld();
    world.send(
      ...toggling(HUB, { from: "09:00", to: "09:06", ...MINUTELY }),
      { ...HUB, kind: "Disconnected", sequence: 90, at: "09:06" },
      { ...HUB, kind: "Connected", sequence: 91, at: "09:09" },
    );
    await world.runUntil("12:00");
    expect(world.accepted[0]?.notice).toMatchObject({ word: "FLAPPING", drops: 4, downSince: at("09:06") });
    expect(world.messages).toHaveLength(4);
  });

  test("is told of as out all the same, once that lasts for three graces", async () => {
    const world = makeWorld();
    world.send(
      ...toggling(HUB, { from: "09:00", to: "09:08", ...MINUTELY }),
      { ...HUB, kind: "Disconnected", sequence: 90, at: "09:10" },
      { ...HUB, kind: "Connected", sequence: 91, at: "10:40" },
    );
    await world.runUntil("14:00");
    expect(toldTo(world, "workflow:ops")).toEqual([
      "09:06:31 FLAPPING gw-1 ×1",
      "09:25:30 OFFLINE gw-1 ×1",
      "10:41:31 STABLE gw-1 ×1",
      "10:41:31 RECOVERED gw-1 ×1",
    ]);
  });

  test("that was told of as out has not recovered before it is stable, and then since its last connect", async () => {
    const world = makeWorld();
    world.send(
      { ...HUB, kind: "Connected", sequence: 1, at: "08:00" },
      { ...HUB, kind: "Disconnected", sequence: 2, at: "08:10" },
      ...toggling(HUB, { from: "08:31", to: "08:41", ...MINUTELY }).map((event): StoryEvent => ({
        ...event,
        ...(event.sequence === 1 ? { at: "08:30" } : {}),
        sequence: Number(event.sequence) + 10,
      })),
    );
    await world.runUntil("12:00");
    const told = toldTo(world, "workflow:ops");
    expect(told.map((line) => line.slice(9))).toEqual([
      "OFFLINE gw-1 ×1",
      "FLAPPING gw-1 ×1",
      "STABLE gw-1 ×1",
      "RECOVERED gw-1 ×1",
    ]);
    const recovered = world.accepted.find(({ notice }) => notice.word === "RECOVERED")?.notice;
    expect(recovered).toMatchObject({ since: at("08:10"), until: at("08:40") });
  });

  test("is not spoken of where it is stable before the wait is over", async () => {
    const world = makeWorld({
      ...POLICY,
      routes: POLICY.routes.map((route) => ({ ...route, groupWaitMs: 60 * MINUTE_MS })),
    });
    world.send(...toggling(HUB, { from: "09:00", to: "09:08", ...MINUTELY }));
    await world.runUntil("14:00");
    expect(world.messages).toEqual([]);
    expect(await world.store.incidents.page({}, undefined, 10)).toMatchObject([
      { state: { name: "resolved", outcome: "unspoken" } },
    ]);
  });

  test("with all of its device is one incident, with the count of the worst", async () => {
    const world = makeWorld();
    const modules = ["$edgeAgent", "$edgeHub", "m1", "m2"];
    for (const module of modules) {
      world.send(...toggling({ device: "gw-1", module }, { from: "09:00", to: "10:00", ...MINUTELY }));
    }
    await world.runUntil("14:00");
    expect(toldTo(world, "workflow:ops")).toEqual([
      "09:06:31 FLAPPING gw-1 ×4",
      expect.stringMatching(/^10:\d\d:\d\d STABLE gw-1 ×4$/),
    ]);
    expect(world.accepted.at(-1)?.notice.drops).toBe(30);
  });

  test("that is deleted meanwhile closes it", async () => {
    const world = makeWorld();
    world.send(...toggling(HUB, { from: "09:00", to: "09:10", ...MINUTELY }), {
      device: "gw-1",
      kind: "Deleted",
      at: "09:12",
    });
    await world.runUntil("14:00");
    expect(toldTo(world, "workflow:ops").map((line) => line.slice(9))).toEqual([
      "FLAPPING gw-1 ×1",
      "CLOSED gw-1 ×1",
    ]);
  });

  test("flaps anew after it was stable: another incident with another code", async () => {
    const world = makeWorld();
    world.send(
      ...toggling(HUB, { from: "09:00", to: "09:10", ...MINUTELY }),
      ...toggling(HUB, { from: "12:00", to: "12:10", ...MINUTELY })
        .slice(1)
        .map((event) => ({ ...event, sequence: Number(event.sequence) + 50 })),
    );
    await world.runUntil("16:00");
    expect(toldTo(world, "workflow:ops").map((line) => line.slice(9))).toEqual([
      "FLAPPING gw-1 ×1",
      "STABLE gw-1 ×1",
      "FLAPPING gw-1 ×1",
      "STABLE gw-1 ×1",
    ]);
    expect(new Set(world.accepted.map(({ notice }) => notice.code)).size).toBe(2);
  });

  /** Drops of the module from the first time to the second. */
  const drops = (...spans: readonly (readonly [from: string, to: string])[]): StoryEvent[] => [
    { ...HUB, kind: "Connected", sequence: 1, at: "08:00" },
    ...spans.flatMap(([from, to], index): StoryEvent[] => [
      { ...HUB, kind: "Disconnected", sequence: 2 * index + 2, at: from },
      { ...HUB, kind: "Connected", sequence: 2 * index + 3, at: to },
    ]),
  ];
  const FLAPPING = [
    ["09:00", "09:01"],
    ["09:02", "09:03"],
    ["09:04", "09:05"],
    ["09:06", "09:07"],
  ] as const;

  test("is not told of as out by an outage that is short, though a longer one was over before it was told", async () => {
    const world = makeWorld();
    world.send(...drops(...FLAPPING, ["09:10", "09:25:10"], ["09:35", "09:42"]));
    await world.runUntil("15:00");
    expect(toldTo(world, "workflow:ops").map((line) => line.slice(9))).toEqual([
      "FLAPPING gw-1 ×1",
      "STABLE gw-1 ×1",
    ]);
  });

  test("by a drop while it recovers is told of as flapping, not as out", async () => {
    const world = makeWorld();
    world.send(
      ...drops(["08:45", "08:46"], ["08:58", "08:59"], ["09:00", "09:05:10"], ["09:06", "09:06:30"]),
    );
    await world.runUntil("15:00");
    expect(toldTo(world, "workflow:ops").map((line) => line.slice(9))).toEqual([
      "FLAPPING gw-1 ×1",
      "STABLE gw-1 ×1",
    ]);
  });

  test("is stable after the drops that were told, whatever single one came after the suppression", async () => {
    const world = makeWorld();
    world.send(...drops(...FLAPPING, ["09:10", "12:00"], ["12:01", "12:01:10"]));
    await world.runUntil("15:00");
    const stable = world.accepted.find(({ notice }) => notice.word === "STABLE")?.notice;
    expect(stable).toMatchObject({ drops: 5, since: at("09:00") });
  });

  test("after a short renewal-like rhythm counts from the drop that broke it", async () => {
    const world = makeWorld({ ...POLICY, flapping: { ...POLICY.flapping, suppress: 1.2 } });
    world.send(
      ...drops(["09:00", "09:00:10"], ["10:00", "10:00:10"], ["11:00", "11:00:10"], ["12:00", "12:06"]),
    );
    await world.runUntil("18:00");
    expect(world.accepted[0]?.notice).toMatchObject({ word: "FLAPPING", since: at("12:00") });
  });

  test("and is deleted has flapped, not been out", async () => {
    const world = makeWorld();
    world.send(...drops(...FLAPPING), { device: "gw-1", kind: "Deleted", at: "09:12" });
    await world.runUntil("14:00");
    const closed = world.accepted.find(({ notice }) => notice.word === "CLOSED")?.notice;
    expect(closed === undefined ? "" : noticeText(closed)).toMatch(
      /^CLOSED gw-1: deleted, flapping since 09:00\. /,
    );
  });
});
