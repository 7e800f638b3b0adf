/** D10 among gateways and groups: who is deleted leaves, the others' story goes on, and a new life begins clean. */
import { describe, expect, test } from "vitest";
import type { Policy } from "../../functions/domain/policy.ts";
import { at } from "./story-events.ts";
import type { StoryEvent } from "./story-events.ts";
import { SYSTEM, all, linesToBoth, outage, told } from "./topology-story.ts";
import { POLICY } from "./world.ts";

const LEAF = { hub: "contoso-hub", deviceId: "leaf-1" };

function gone(device: string, time: string): StoryEvent {
  return { kind: "Deleted", device, at: time };
}

function created(device: string, time: string): StoryEvent {
  return { kind: "Created", device, at: time };
}

describe("a leaf that is deleted while its gateway is out", () => {
  const site = outage([...SYSTEM, "leaf-2"], "09:00", "09:20");

  test("leaves, and the incident goes on for the others", async () => {
    const world = await told([...site, ...outage(["leaf-1"], "09:00"), gone("leaf-1", "09:10")]);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-oslo ×4", "09:21:30 RECOVERED gw-oslo ×3"]);
  });

  test("before anybody was told is not counted", async () => {
    const world = await told([...site, ...outage(["leaf-1"], "09:00"), gone("leaf-1", "09:05:15")]);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-oslo ×3", "09:21:30 RECOVERED gw-oslo ×3"]);
  });

  test("and made again has a new life, with a story and a history of its own", async () => {
    const world = await told([
      ...site,
      ...outage(["leaf-1"], "09:00"),
      gone("leaf-1", "09:10"),
      created("leaf-1", "09:12"),
      ...all("Connected", ["leaf-1"], 1, "09:40"),
      ...all("Disconnected", ["leaf-1"], 2, "10:00"),
      ...all("Connected", ["leaf-1"], 3, "10:20"),
    ]);
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE gw-oslo ×4",
      "09:21:30 RECOVERED gw-oslo ×3",
      "10:05:30 OFFLINE leaf-1 ×1",
      "10:21:30 RECOVERED leaf-1 ×1",
    ]);
    const saved = await world.store.connections.read(LEAF);
    expect(saved?.value).toMatchObject({
      state: { name: "online" },
      registeredAt: at("09:12"),
      head: { drops: 1 },
    });
    expect(await world.store.transitions.tombstones(LEAF)).toEqual([at("09:10")]);
    const { transitions } = await world.store.transitions.history(LEAF, undefined, 10);
    expect(transitions.map(({ state, at: time }) => [state, time])).toEqual([
      ["online", at("10:20")],
      ["offline", at("10:00")],
      ["deleted", at("09:10")],
      ["offline", at("09:00")],
      ["online", at("08:00")],
    ]);
  });
});

describe("a gateway that is deleted while it is out", () => {
  test("leaves its leaves in the incident they are in: they are told once, and once back", async () => {
    const world = await told([
      ...outage(SYSTEM, "09:00"),
      ...outage(["leaf-1"], "09:00", "09:40"),
      gone("gw-oslo", "09:10"),
    ]);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-oslo ×3", "09:41:30 RECOVERED gw-oslo ×1"]);
  });

  test("holds nobody any more: a leaf that drops later is told of alone", async () => {
    const world = await told([
      ...outage(SYSTEM, "09:00"),
      gone("gw-oslo", "09:10"),
      ...outage(["leaf-1"], "09:20", "09:40"),
    ]);
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE gw-oslo ×2",
      "09:10:00 CLOSED gw-oslo ×2",
      "09:25:30 OFFLINE leaf-1 ×1",
      "09:41:30 RECOVERED leaf-1 ×1",
    ]);
    expect(world.accepted.find(({ notice }) => notice.word === "CLOSED")?.notice.reason).toBe("deleted");
  });

  test("with all behind it is closed", async () => {
    const world = await told([
      ...outage([...SYSTEM, "leaf-1"], "09:00"),
      gone("gw-oslo", "09:10"),
      gone("leaf-1", "09:15"),
    ]);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-oslo ×3", "09:15:00 CLOSED gw-oslo ×3"]);
    expect(world.accepted.at(-1)?.notice).toMatchObject({ reason: "deleted", since: at("09:00") });
    expect(world.accepted.at(-1)?.notice.until).toBeUndefined();
  });

  test("and made again is a gateway anew", async () => {
    const world = await told([
      ...outage([...SYSTEM, "leaf-1"], "09:00"),
      gone("gw-oslo", "09:10"),
      gone("leaf-1", "09:10"),
      created("gw-oslo", "09:30"),
      created("leaf-1", "09:30"),
      ...all("Connected", [...SYSTEM, "leaf-1"], 1, "09:40"),
      ...all("Disconnected", [...SYSTEM, "leaf-1"], 2, "10:00"),
      ...all("Connected", [...SYSTEM, "leaf-1"], 3, "10:20"),
    ]);
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE gw-oslo ×3",
      "09:10:00 CLOSED gw-oslo ×3",
      "10:05:30 OFFLINE gw-oslo ×3",
      "10:21:30 RECOVERED gw-oslo ×3",
    ]);
    expect(new Set(world.accepted.map(({ notice }) => notice.code)).size).toBe(2);
  });
});

describe("a group of which members are deleted", () => {
  const policy: Policy = {
    ...POLICY,
    tags: [{ device: "pump-*", set: { site: "Oslo" } }],
    routes: POLICY.routes.map((route) => ({ ...route, groupBy: ["tag:site"] })),
  };

  test("is closed when nobody remains, with the count of those it spoke of", async () => {
    const world = await told(
      [...outage(["pump-1", "pump-2"], "09:00"), gone("pump-1", "09:10"), gone("pump-2", "09:20")],
      policy,
    );
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE site Oslo ×2", "09:20:00 CLOSED site Oslo ×2"]);
    expect(world.accepted.at(-1)?.notice.reason).toBe("deleted");
  });

  test("has recovered if one came back, and counts that one", async () => {
    const world = await told(
      [...outage(["pump-1"], "09:00"), gone("pump-1", "09:30"), ...outage(["pump-2"], "09:00", "09:20")],
      policy,
    );
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE site Oslo ×2", "09:30:00 RECOVERED site Oslo ×1"]);
  });

  test("is not spoken of where nobody remains before it was", async () => {
    const world = await told(
      [...outage(["pump-1", "pump-2"], "09:00"), gone("pump-1", "09:05:10"), gone("pump-2", "09:05:12")],
      policy,
    );
    expect(linesToBoth(world)).toEqual([]);
  });
});
