/** Other shapes than one gateway with its leaves: several parents, gateways behind gateways, one that is found out late. */
import { describe, expect, test } from "vitest";
import type { Policy } from "../../functions/domain/policy.ts";
import { at } from "./story-events.ts";
import { OPS, PHONE, all, linesTo, linesToBoth, outage, told } from "./topology-story.ts";
import { POLICY } from "./world.ts";

const systemOf = (device: string): string[] => [`${device}/$edgeAgent`, `${device}/$edgeHub`];

describe("a leaf with two parents", () => {
  /** The later one in the order of ids stands first. */
  const policy: Policy = {
    ...POLICY,
    topology: [
      { parent: "gw-b", children: ["leaf-1"] },
      { parent: "gw-a", children: ["leaf-1"] },
    ],
  };

  test("is told of alone while one of them is there", async () => {
    const connected = all("Connected", systemOf("gw-a"), 1, "08:00");
    const world = await told(
      [...connected, ...outage([...systemOf("gw-b"), "leaf-1"], "09:00", "09:20")],
      policy,
    );
    // In which order two incidents have their turn within a second is nobody's matter.
    for (const receiver of [OPS, PHONE]) {
      expect(linesTo(world, receiver).toSorted()).toEqual([
        "09:05:30 OFFLINE gw-b ×2",
        "09:05:30 OFFLINE leaf-1 ×1",
        "09:21:30 RECOVERED gw-b ×2",
        "09:21:30 RECOVERED leaf-1 ×1",
      ]);
    }
    expect(world.accepted.find(({ notice }) => notice.subject === "leaf-1")?.notice.via).toBe("gw-a");
  });

  test("is told of with the first of them, in order of their ids, while both are out", async () => {
    const both = outage([...systemOf("gw-b"), ...systemOf("gw-a"), "leaf-1"], "09:00", "09:20");
    const world = await told(both, policy);
    for (const receiver of [OPS, PHONE]) {
      expect(linesTo(world, receiver).toSorted()).toEqual([
        "09:05:30 OFFLINE gw-a ×3",
        "09:05:30 OFFLINE gw-b ×2",
        "09:21:30 RECOVERED gw-a ×3",
        "09:21:30 RECOVERED gw-b ×2",
      ]);
    }
  });

  test("is judged alone from the first return on", async () => {
    const world = await told(
      [
        ...outage(systemOf("gw-b"), "09:00", "10:00"),
        ...outage([...systemOf("gw-a"), "leaf-1"], "09:00:40", "09:20"),
        ...all("Disconnected", ["leaf-1"], 4, "09:30"),
        ...all("Connected", ["leaf-1"], 5, "09:50"),
      ],
      policy,
    );
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE gw-b ×2",
      "09:06:10 OFFLINE gw-a ×3",
      "09:21:30 RECOVERED gw-a ×3",
      "09:35:30 OFFLINE leaf-1 ×1",
      "09:51:30 RECOVERED leaf-1 ×1",
      "10:01:30 RECOVERED gw-b ×2",
    ]);
  });

  test("that stays away has a fresh grace from the first return on, whatever the other one does", async () => {
    const world = await told(
      [
        ...outage(systemOf("gw-b"), "09:00", "10:00"),
        ...outage(systemOf("gw-a"), "09:00:40", "09:20"),
        ...outage(["leaf-1"], "09:00:40", "10:30"),
      ],
      policy,
    );
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE gw-b ×2",
      "09:06:10 OFFLINE gw-a ×3",
      "09:25:00 RECOVERED gw-a ×2",
      "09:25:00 OFFLINE leaf-1 ×1",
      "10:01:30 RECOVERED gw-b ×2",
      "10:31:30 RECOVERED leaf-1 ×1",
    ]);
  });
});

describe("a gateway behind a gateway", () => {
  const policy: Policy = {
    ...POLICY,
    topology: [
      { parent: "gw-1", children: ["gw-2"] },
      { parent: "gw-2", children: ["leaf-*"] },
    ],
  };
  const below = [...systemOf("gw-2"), "leaf-1", "leaf-2"];

  test("is told of with the topmost one that is out, and so is all behind it", async () => {
    const world = await told(outage([...systemOf("gw-1"), ...below], "09:00", "09:20"), policy);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-1 ×6", "09:21:30 RECOVERED gw-1 ×6"]);
  });

  test.each([
    ["before it", "08:59:30"],
    ["after it", "09:00:25"],
  ])("is so too where it drops %s", async (_title, from) => {
    const world = await told(
      [...outage(systemOf("gw-1"), "09:00", "09:20"), ...outage(below, from, "09:20")],
      policy,
    );
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-1 ×6", "09:21:30 RECOVERED gw-1 ×6"]);
  });

  test("alone has an incident of its own, with the leaves behind it", async () => {
    const connected = all("Connected", systemOf("gw-1"), 1, "08:00");
    const world = await told([...connected, ...outage(below, "09:00", "09:20")], policy);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-2 ×4", "09:21:30 RECOVERED gw-2 ×4"]);
  });

  test("that stays away is told of after a fresh grace, once, with its leaves", async () => {
    const world = await told(
      [...outage(systemOf("gw-1"), "09:00", "09:20"), ...outage(below, "09:00", "10:00")],
      policy,
    );
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE gw-1 ×6",
      "09:25:00 RECOVERED gw-1 ×2",
      "09:25:00 OFFLINE gw-2 ×4",
      "10:01:30 RECOVERED gw-2 ×4",
    ]);
  });
});

describe("a device that is found to be a gateway", () => {
  const hub = { hub: "contoso-hub" };

  test("after it was told of as out is closed, and never judged as a device again", async () => {
    const world = await told([
      ...outage(["gw-9"], "09:00"),
      ...all("Connected", ["gw-9/$edgeHub"], 1, "09:10"),
      ...all("Connected", ["gw-9"], 5, "09:30"),
      ...all("Disconnected", ["gw-9"], 6, "09:40"),
    ]);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-9 ×1", "09:10:00 CLOSED gw-9 ×1"]);
    expect(world.accepted.at(-1)?.notice).toMatchObject({ word: "CLOSED", reason: "gateway" });
    expect(world.accepted.at(-1)?.notice.until).toBeUndefined();
  });

  test("while it waits for its own grace is not told of", async () => {
    const world = await told([
      ...outage(["gw-9"], "09:00"),
      ...all("Connected", ["gw-9/$edgeAgent"], 1, "09:02"),
    ]);
    expect(linesToBoth(world)).toEqual([]);
  });

  test("is told of by its modules from then on", async () => {
    const world = await told([...outage(["gw-9"], "09:00"), ...outage(["gw-9/$edgeHub"], "10:00", "10:20")]);
    expect(linesToBoth(world)).toEqual(["10:05:30 OFFLINE gw-9 ×1", "10:21:30 RECOVERED gw-9 ×1"]);
    expect(world.accepted[0]?.notice).toMatchObject({ cause: "edgeHub", names: ["$edgeHub"] });
  });

  test("by its modules alone has a document of its own, which was never connected", async () => {
    const world = await told(outage(["gw-9/$edgeAgent", "gw-9/$edgeHub"], "09:00"), POLICY);
    const device = await world.store.connections.read({ ...hub, deviceId: "gw-9" });
    expect(device?.value).toMatchObject({
      state: { name: "new" },
      edge: { agent: { out: true, since: at("09:00") }, hub: { out: true, since: at("09:00") } },
    });
    expect(device?.value.incidents.outage).toBeUndefined();
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-9 ×2"]);
  });
});
