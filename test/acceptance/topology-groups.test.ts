/** Who is told of a gateway's outage, and as what: whatever the groups say, and when the topology changes meanwhile. */
import { describe, expect, test } from "vitest";
import type { Grouping, Policy } from "../../functions/domain/policy.ts";
import { OPS, OSLO, PHONE, SYSTEM, all, linesTo, linesToBoth, outage, told } from "./topology-story.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { World } from "./world.ts";
import type { StoryEvent } from "./story-events.ts";

const EVERYBODY = [...SYSTEM, "leaf-1", "leaf-2"];

/** The workflow hears of the gateways, the phone of the leaves. */
const TWO_ROUTES: Policy = {
  ...OSLO,
  routes: OSLO.routes.flatMap((route) => [
    { ...route, match: { device: "leaf-*" }, notify: ["oncall"] },
    { ...route, notify: ["ops"] },
  ]),
};

describe("receivers of a leaf's own", () => {
  test("are told by its gateway's incident, with the count of all, and of its end", async () => {
    const world = await told(outage(EVERYBODY, "09:00", "09:20"), TWO_ROUTES);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-oslo ×4", "09:21:30 RECOVERED gw-oslo ×4"]);
  });

  test("are told when the first such leaf is out", async () => {
    const world = await told(
      [...outage(SYSTEM, "09:00", "09:40"), ...outage(["leaf-1"], "09:10", "09:40")],
      TWO_ROUTES,
    );
    expect(linesTo(world, OPS)).toEqual([
      "09:05:30 OFFLINE gw-oslo ×2",
      "09:15:30 OFFLINE UPDATE gw-oslo ×3",
      "09:41:30 RECOVERED gw-oslo ×3",
    ]);
    expect(linesTo(world, PHONE)).toEqual(["09:15:30 OFFLINE gw-oslo ×3", "09:41:30 RECOVERED gw-oslo ×3"]);
  });

  test("alone are told of the leaf that stays away", async () => {
    const world = await told(
      [...outage([...SYSTEM, "leaf-1"], "09:00", "09:20"), ...outage(["leaf-2"], "09:00", "10:00")],
      TWO_ROUTES,
    );
    const site = ["09:05:30 OFFLINE gw-oslo ×4", "09:25:00 RECOVERED gw-oslo ×3"];
    expect(linesTo(world, OPS)).toEqual(site);
    expect(linesTo(world, PHONE)).toEqual([
      ...site,
      "09:25:00 OFFLINE leaf-2 ×1",
      "10:01:30 RECOVERED leaf-2 ×1",
    ]);
  });
});

function groupedBy(...groupBy: Grouping[]): Policy {
  return {
    ...OSLO,
    tags: [
      { device: "gw-*", set: { site: "Oslo" } },
      { device: "leaf-*", set: { site: "Elsewhere" } },
    ],
    routes: OSLO.routes.map((route) => ({ ...route, groupBy })),
  };
}

describe("a leaf behind a gateway that is out", () => {
  test.each<[string, Grouping[]]>([
    ["gw-oslo", ["gateway"]],
    ["gw-oslo", ["device"]],
    ["contoso-hub", ["hub"]],
    ["site Oslo", ["tag:site"]],
    ["site Oslo, gw-oslo", ["tag:site", "device"]],
  ])("belongs to the incident of %s, where groups are made by %s", async (subject, groupBy) => {
    const world = await told(outage(EVERYBODY, "09:00", "09:20"), groupedBy(...groupBy));
    expect(linesToBoth(world)).toEqual([
      `09:05:30 OFFLINE ${subject} ×4`,
      `09:21:30 RECOVERED ${subject} ×4`,
    ]);
  });

  test("that stays away goes to the group of its own", async () => {
    const world = await told(
      [...outage([...SYSTEM, "leaf-1"], "09:00", "09:20"), ...outage(["leaf-2"], "09:00", "10:00")],
      groupedBy("tag:site"),
    );
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE site Oslo ×4",
      "09:25:00 RECOVERED site Oslo ×3",
      "09:25:00 OFFLINE site Elsewhere ×1",
      "10:01:30 RECOVERED site Elsewhere ×1",
    ]);
  });
});

describe("a topology that changes while an incident is open", () => {
  /** A world whose policy is exchanged at that time, as at a restart with another file. */
  async function changing(events: readonly StoryEvent[], next: Policy, time: string): Promise<World> {
    let current = OSLO;
    const world = makeWorld(OSLO, "08:00", (ports) => ({
      ...ports,
      get policy() {
        return current;
      },
    }));
    world.send(...events);
    await world.runUntil(time);
    current = next;
    world.kill();
    await world.runUntil("12:00");
    return world;
  }

  const twice = (until: string, from: string, last: string): readonly StoryEvent[] => [
    ...outage(EVERYBODY, "09:00", until),
    ...all("Disconnected", EVERYBODY, 4, from),
    ...all("Connected", EVERYBODY, 5, last),
  ];

  test("leaves the members where they are, and follows the new one at the next outage", async () => {
    const world = await changing(
      twice("09:20", "10:00", "10:20"),
      { ...POLICY, routes: POLICY.routes.map((route) => ({ ...route, groupBy: ["device"] })) },
      "09:10",
    );
    const said = linesTo(world, OPS);
    expect(said.slice(0, 2)).toEqual(["09:05:30 OFFLINE gw-oslo ×4", "09:21:30 RECOVERED gw-oslo ×4"]);
    expect(said.slice(2).toSorted()).toEqual([
      "10:05:30 OFFLINE gw-oslo ×2",
      "10:05:30 OFFLINE leaf-1 ×1",
      "10:05:30 OFFLINE leaf-2 ×1",
      "10:21:30 RECOVERED gw-oslo ×2",
      "10:21:30 RECOVERED leaf-1 ×1",
      "10:21:30 RECOVERED leaf-2 ×1",
    ]);
  });

  test("puts leaves behind another gateway from the next outage on", async () => {
    const world = await changing(
      [...twice("09:20", "10:00", "10:20"), ...all("Connected", ["gw-bergen/$edgeHub"], 1, "08:00")],
      { ...OSLO, topology: [{ parent: "gw-bergen", children: ["leaf-*"] }] },
      "09:10",
    );
    const said = linesTo(world, OPS);
    expect(said.slice(0, 2)).toEqual(["09:05:30 OFFLINE gw-oslo ×4", "09:21:30 RECOVERED gw-oslo ×4"]);
    expect(said.slice(2).toSorted()).toEqual([
      "10:05:30 OFFLINE gw-bergen ×2",
      "10:05:30 OFFLINE gw-oslo ×2",
      "10:21:30 RECOVERED gw-bergen ×2",
      "10:21:30 RECOVERED gw-oslo ×2",
    ]);
  });
});
