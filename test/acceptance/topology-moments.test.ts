/** Moments in which somebody behind a gateway could be forgotten, or hold the others. */
import { describe, expect, test } from "vitest";
import { applyEvidence } from "../../functions/application/apply-evidence.ts";
import { foldInChildren } from "../../functions/application/fold-in-children.ts";
import type { Grouping, Policy } from "../../functions/domain/policy.ts";
import { HOUR_MS, MINUTE_MS } from "../../functions/domain/time.ts";
import { at } from "./story-events.ts";
import type { StoryEvent } from "./story-events.ts";
import { OPS, OSLO, SYSTEM, all, clock, linesTo, linesToBoth, outage, told } from "./topology-story.ts";
import { POLICY, makeWorld } from "./world.ts";

const [AGENT = "", HUB = ""] = SYSTEM;
const GATEWAY = { hub: "contoso-hub", deviceId: "gw-oslo" };

function grouped(policy: Policy, groupBy: Grouping): Policy {
  return { ...policy, routes: policy.routes.map((route) => ({ ...route, groupBy: [groupBy] })) };
}

/** From `first` on it is away for `downS` in each `periodS`. */
function cycles(
  who: string,
  first: number,
  [from, to]: readonly [string, string],
  [periodS, downS]: readonly [number, number],
): StoryEvent[] {
  const events: StoryEvent[] = [];
  for (let start = at(from), sequence = first; start < at(to); start += periodS * 1000, sequence += 2) {
    events.push(...all("Disconnected", [who], sequence, clock(start)));
    events.push(...all("Connected", [who], sequence + 1, clock(start + downS * 1000)));
  }
  return events;
}

/** Four short drops, with sequences 2 to 9: it flaps. */
const flaps = (who: string): StoryEvent[] => cycles(who, 2, ["08:50", "08:57"], [120, 60]);

describe("a leaf that comes back only for a moment", () => {
  test("and drops again while it recovers delays nobody's message", async () => {
    const world = await told([
      ...outage(SYSTEM, "09:00", "09:20"),
      ...outage(["leaf-1"], "09:00", "09:24:50"),
      ...all("Disconnected", ["leaf-1"], 4, "09:25:30"),
    ]);
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE gw-oslo ×3",
      "09:25:30 RECOVERED gw-oslo ×2",
      "09:25:30 OFFLINE leaf-1 ×1",
    ]);
  });

  test("again and again holds neither the gateway's recovery nor another leaf", async () => {
    const world = await told([
      ...outage([...SYSTEM, "leaf-3"], "09:00", "09:20"),
      ...outage(["leaf-2"], "09:00"),
      ...outage(["leaf-1"], "09:00", "09:19:50"),
      ...cycles("leaf-1", 4, ["09:20:25", "14:00"], [60, 20]),
    ]);
    expect(linesToBoth(world)).toContain("09:25:20 RECOVERED gw-oslo ×3");
  });
});

describe("who is dead behind a parent that flaps", () => {
  test("and is out for six minutes of every ten is told of once, within twenty minutes", async () => {
    const comings = cycles(HUB, 2, ["09:00", "12:00"], [600, 360]);
    const world = await told(
      [
        ...all("Connected", [...SYSTEM, "leaf-1"], 1, "08:00"),
        ...comings,
        ...all("Disconnected", ["leaf-1"], 2, "10:00"),
      ],
      OSLO,
      "12:30",
    );
    const offline = linesToBoth(world).filter((line) => line.includes("OFFLINE leaf-1"));
    expect(offline).toHaveLength(1);
    expect(offline[0] ?? "").toMatch(/^10:(0\d|1\d|20)/);
  });

  test("whose outage nobody was told of is told of", async () => {
    const world = await told([
      ...all("Connected", [...SYSTEM, "leaf-1"], 1, "08:00"),
      ...all("Disconnected", [HUB, "leaf-1"], 2, "09:00"),
      ...all("Connected", [HUB], 3, "09:05:05"),
      ...cycles(HUB, 4, ["09:05:15", "09:05:25"], [5, 3]),
      ...cycles(HUB, 8, ["09:08", "12:00"], [180, 60]),
    ]);
    expect(linesToBoth(world)).toEqual(["09:05:50 FLAPPING gw-oslo ×1", "09:10:20 OFFLINE leaf-1 ×1"]);
  });

  test("and is deleted is told of", async () => {
    const world = await told([
      ...all("Connected", [...SYSTEM, "leaf-1"], 1, "08:00"),
      ...flaps(HUB),
      ...all("Disconnected", [HUB], 10, "09:00"),
      ...all("Disconnected", ["leaf-1"], 2, "09:00"),
      { kind: "Deleted", device: "gw-oslo", at: "09:08" },
    ]);
    expect(linesToBoth(world)).toEqual([
      "08:56:30 FLAPPING gw-oslo ×1",
      "09:08:00 CLOSED gw-oslo ×1",
      "09:08:00 OFFLINE leaf-1 ×1",
    ]);
  });

  test("and is a plain device is told of after its fresh grace", async () => {
    const policy: Policy = { ...POLICY, topology: [{ parent: "rtr", children: ["leaf-*"] }] };
    const world = await told(
      [
        ...all("Connected", ["rtr", "leaf-1"], 1, "08:00"),
        ...flaps("rtr"),
        ...all("Disconnected", ["rtr"], 10, "09:00"),
        ...all("Disconnected", ["leaf-1"], 2, "09:00"),
        ...all("Connected", ["rtr"], 11, "09:07"),
      ],
      policy,
    );
    expect(linesToBoth(world)).toEqual([
      "08:56:30 FLAPPING rtr ×1",
      "09:12:00 OFFLINE leaf-1 ×1",
      "09:32:00 STABLE rtr ×1",
    ]);
  });
});

test("who is folded in while the incident ends goes on by itself", async () => {
  let late: (() => Promise<void>) | undefined;
  const world = makeWorld(OSLO, "08:00", (ports) => ({
    ...ports,
    store: {
      ...ports.store,
      connections: {
        ...ports.store.connections,
        ofIncident: async (id) => {
          const found = await ports.store.connections.ofIncident(id);
          if ((await ports.store.incidents.read(id))?.value.state.name === "ending") {
            const fold = late;
            late = undefined;
            await fold?.();
          }
          return found;
        },
      },
    },
  }));
  // A process that was slow: it read the hub's module while that was out.
  late = async () => {
    const [incident] = await world.store.incidents.page({}, undefined, 1);
    if (incident !== undefined)
      await foldInChildren(world.deps, GATEWAY, { incident: incident.id, isGateway: true });
  };
  world.send(...outage(SYSTEM, "09:00", "09:20"), ...outage(["leaf-1"], "09:18"));
  await world.runUntil("13:00");
  expect(late).toBeUndefined();
  expect(linesToBoth(world).some((line) => line.includes("OFFLINE leaf-1"))).toBe(true);
});

test("an update that its provider delayed does not come after a later one", async () => {
  const world = makeWorld(grouped(POLICY, "hub"));
  let isFirst = true;
  world.provider = ({ notice }) => {
    if (notice.word !== "OFFLINE UPDATE" || !isFirst) return undefined;
    isFirst = false;
    return { name: "transient", error: "503", retryAfterMs: 15 * MINUTE_MS };
  };
  world.send(...all("Disconnected", ["p1", "p2"], 2, "09:00"), ...all("Disconnected", ["p3"], 2, "09:02"));
  world.send(...all("Disconnected", ["p4", "p5"], 2, "09:12"));
  await world.runUntil("11:00");
  expect(linesTo(world, OPS)).toEqual([
    "09:05:30 OFFLINE contoso-hub ×2",
    "09:20:30 OFFLINE UPDATE contoso-hub ×5",
  ]);
});

test("two that stand above each other, by policy and by registry, do not wait for each other", async () => {
  const world = makeWorld({ ...POLICY, topology: [{ parent: "a", children: ["b"] }] });
  const read = { kind: "registry", at: at("08:30"), enabled: true, parent: "b" } as const;
  world.send(...outage(["a"], "09:00"), ...outage(["b"], "09:01"));
  await world.runUntil("08:30");
  await applyEvidence(world.deps, { hub: "contoso-hub", deviceId: "a" }, read);
  await world.runUntil("12:00");
  expect(linesToBoth(world)).not.toEqual([]);
});

test("a leaf that gets another gateway, which is out, does not hold the recovery of the first", async () => {
  const leaf = { hub: "contoso-hub", deviceId: "leaf-1" };
  const world = makeWorld(POLICY);
  world.send(...outage(SYSTEM, "09:00", "09:30"), ...outage(["leaf-1", "gw-2/$edgeHub"], "09:00"));
  for (const [time, parent] of [
    ["08:30", "gw-oslo"],
    ["09:20", "gw-2"],
  ] as const) {
    await world.runUntil(time);
    await applyEvidence(world.deps, leaf, { kind: "registry", at: at(time), enabled: true, parent });
  }
  await world.runUntil("13:00");
  expect(linesTo(world, OPS)).toContain("09:31:30 RECOVERED gw-oslo ×2");
});

describe("after an upgrade", () => {
  test("an incident that was announced before tells that it grows", async () => {
    const world = makeWorld(grouped(POLICY, "hub"));
    world.send(...outage(["p1"], "09:00"), ...outage(["p2", "p3"], "09:20", "10:00"));
    await world.runUntil("09:10");
    const [incident] = await world.store.incidents.page({}, undefined, 1);
    const saved = incident && (await world.store.incidents.read(incident.id));
    if (saved === undefined) throw new Error("there is no incident");
    await world.store.incidents.replace({ ...saved.value, changes: undefined }, saved.version);
    await world.runUntil("11:00");
    expect(linesTo(world, OPS)).toEqual([
      "09:05:30 OFFLINE contoso-hub ×1",
      "09:25:30 OFFLINE UPDATE contoso-hub ×3",
    ]);
  });

  test("a gateway that was known before is one", async () => {
    const world = makeWorld(grouped(OSLO, "device"));
    const everybody = [...SYSTEM, "leaf-1", "leaf-2"];
    world.send(...all("Connected", everybody, 1, "08:00"));
    await world.runUntil("08:10");
    const saved = await world.store.connections.read(GATEWAY);
    if (saved === undefined) throw new Error("there is no gateway");
    await world.store.connections.replace({ ...saved.value, edge: undefined }, saved.version);
    world.send(...all("Disconnected", ["leaf-1", "leaf-2"], 2, "09:00"));
    world.send(...all("Disconnected", [AGENT, HUB], 2, "09:02"), ...all("Connected", everybody, 3, "09:30"));
    await world.runUntil("11:00");
    expect(linesToBoth(world)).toEqual(["09:07:30 OFFLINE gw-oslo ×4", "09:31:30 RECOVERED gw-oslo ×4"]);
  });
});

test("a device that is disabled is so with its modules, though the process died between", async () => {
  let dies = false;
  const world = makeWorld(POLICY, "08:00", (ports) => ({
    ...ports,
    store: {
      ...ports.store,
      connections: {
        ...ports.store.connections,
        ofDevice: async (device) => {
          if (!dies) return ports.store.connections.ofDevice(device);
          dies = false;
          throw new Error("the process is dead");
        },
      },
    },
  }));
  const read = { kind: "registry", at: at("08:30"), enabled: false } as const;
  world.send(...outage(SYSTEM, "09:00"));
  await world.runUntil("08:30");
  dies = true;
  await applyEvidence(world.deps, GATEWAY, read).catch(() => {});
  await applyEvidence(world.deps, GATEWAY, { ...read, at: at("08:40") });
  await world.runUntil("10:00");
  expect(linesToBoth(world)).toEqual([]);
});

test("a rest that has to wait for its parent once more is told of at once all the same", async () => {
  const policy: Policy = {
    ...OSLO,
    routes: OSLO.routes.map((route) => ({ ...route, groupWaitMs: HOUR_MS })),
  };
  const world = await told(
    [
      ...outage(SYSTEM, "09:00", "11:00"),
      ...outage(["leaf-1"], "09:00"),
      ...all("Disconnected", SYSTEM, 4, "11:04"),
      ...all("Connected", SYSTEM, 5, "11:06"),
    ],
    policy,
    "15:00",
  );
  expect(linesToBoth(world)).toEqual([
    "10:05:00 OFFLINE gw-oslo ×3",
    "11:05:00 RECOVERED gw-oslo ×2",
    "11:10:30 OFFLINE leaf-1 ×1",
  ]);
});
