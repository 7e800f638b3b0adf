/** Groups that are more than one device: by tag, by hub and by lists, and routes that tell different people. */
import { describe, expect, test } from "vitest";
import type { Grouping, Policy } from "../../functions/domain/policy.ts";
import { SECOND_MS } from "../../functions/domain/time.ts";
import { at, clockTime } from "./story-events.ts";
import type { StoryEvent } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { World } from "./world.ts";

const SITES = [
  { device: "oslo-*", set: { site: "Oslo", country: "Norway" } },
  { device: "bergen-*", set: { site: "Bergen", country: "Norway" } },
];

function groupedBy(...groupBy: Grouping[]): Policy {
  return { ...POLICY, tags: SITES, routes: POLICY.routes.map((route) => ({ ...route, groupBy })) };
}

/** Of one site, of which the pumps are the workflow's matter and everything else the phone's. */
const TWO_ROUTES: Policy = {
  ...POLICY,
  tags: SITES,
  routes: POLICY.routes.flatMap((route) => [
    { ...route, groupBy: ["tag:site"], match: { device: "*-pump-*" }, notify: ["ops"] },
    { ...route, groupBy: ["tag:site"], notify: ["oncall", "ops"] },
  ]),
};

type Devices = readonly (string | Pick<StoryEvent, "device" | "hub">)[];

/** One after another, so many seconds apart. */
function all(
  kind: StoryEvent["kind"],
  devices: Devices,
  sequence: number,
  from: string,
  apartS = 0,
): StoryEvent[] {
  return devices.map((one, index) => ({
    ...(typeof one === "string" ? { device: one } : one),
    kind,
    sequence,
    at: clockTime(at(from) + index * apartS * SECOND_MS),
  }));
}

function outage(devices: Devices, from = "09:00", until = "09:20"): StoryEvent[] {
  return [...all("Disconnected", devices, 2, from), ...all("Connected", devices, 3, until)];
}

/** What the workflow got. In which order incidents have their turn within a second is nobody's matter. */
function toldOps({ messages }: World): string[] {
  return messages.filter((line) => line.includes("workflow:ops")).toSorted();
}

function thirty(): string[] {
  const number = (index: number): string => String(index + 1).padStart(2, "0");
  return Array.from({ length: 30 }, (_, index) => `oslo-${index % 2 ? "pump" : "gauge"}-${number(index)}`);
}

describe("a site with two routes", () => {
  test("30 devices that drop within the wait are one OFFLINE to each receiver, and one RECOVERED", async () => {
    const world = makeWorld(TWO_ROUTES);
    const devices = thirty();
    world.send(...all("Connected", devices, 1, "08:00"));
    world.send(...all("Disconnected", devices, 2, "09:00", 1));
    world.send(...all("Connected", devices.toReversed(), 3, "09:20", 1));
    await world.runUntil("10:00");
    expect(world.messages).toEqual([
      "09:05:30 sms:+4790000000 OFFLINE site Oslo ×30",
      "09:05:30 workflow:ops OFFLINE site Oslo ×30",
      "09:21:59 sms:+4790000000 RECOVERED site Oslo ×30",
      "09:21:59 workflow:ops RECOVERED site Oslo ×30",
    ]);
    const names = ["01", "03", "05", "07", "09"].map((number) => `oslo-gauge-${number}`);
    expect(world.accepted.map(({ notice }) => notice.names)).toEqual([names, names, names, names]);
    expect(world.accepted.at(-1)?.notice).toMatchObject({ since: at("09:00"), until: at("09:20:29") });
    expect(new Set(world.accepted.map(({ notice }) => notice.code)).size).toBe(1);
  });

  test("the same while events are handled side by side", async () => {
    const world = makeWorld(TWO_ROUTES);
    world.parallel = 16;
    world.instances = 2;
    world.copies = 2;
    world.send(...outage(thirty()));
    await world.runUntil("10:00");
    expect(world.messages.map((line) => line.slice(9)).toSorted()).toEqual([
      "sms:+4790000000 OFFLINE site Oslo ×30",
      "sms:+4790000000 RECOVERED site Oslo ×30",
      "workflow:ops OFFLINE site Oslo ×30",
      "workflow:ops RECOVERED site Oslo ×30",
    ]);
  });

  test("a receiver whose first member joins later gets OFFLINE of its own, with the count of all", async () => {
    const world = makeWorld(TWO_ROUTES);
    world.send(
      ...all("Disconnected", ["oslo-pump-1", "oslo-pump-2"], 2, "09:00"),
      ...all("Disconnected", ["oslo-gauge-1"], 2, "09:10"),
      ...all("Connected", ["oslo-pump-1", "oslo-pump-2", "oslo-gauge-1"], 3, "09:40"),
    );
    await world.runUntil("10:30");
    expect(world.messages).toEqual([
      "09:05:30 workflow:ops OFFLINE site Oslo ×2",
      "09:15:30 sms:+4790000000 OFFLINE site Oslo ×3",
      "09:15:30 workflow:ops OFFLINE UPDATE site Oslo ×3",
      "09:41:31 workflow:ops RECOVERED site Oslo ×3",
      "09:41:31 sms:+4790000000 RECOVERED site Oslo ×3",
    ]);
  });

  test("it is over when the last is back, whoever that is", async () => {
    const world = makeWorld(TWO_ROUTES);
    world.send(
      ...all("Disconnected", ["oslo-pump-1", "oslo-gauge-1"], 2, "09:00"),
      ...all("Connected", ["oslo-gauge-1"], 3, "09:10"),
      ...all("Connected", ["oslo-pump-1"], 3, "09:50"),
    );
    await world.runUntil("09:50");
    expect(world.messages).toHaveLength(2);
    await world.runUntil("10:30");
    expect(world.messages.slice(2)).toEqual([
      "09:51:31 sms:+4790000000 RECOVERED site Oslo ×2",
      "09:51:31 workflow:ops RECOVERED site Oslo ×2",
    ]);
  });
});

describe("what belongs together", () => {
  const oslo = ["oslo-1", "oslo-2"];

  test("the same tag on two hubs is two incidents, with a code each", async () => {
    const world = makeWorld(groupedBy("tag:site"));
    world.send(...outage([...oslo, ...oslo.map((device) => ({ device, hub: "fabrikam" }))]));
    await world.runUntil("10:00");
    expect(toldOps(world)).toEqual([
      "09:05:30 workflow:ops OFFLINE site Oslo ×2",
      "09:05:30 workflow:ops OFFLINE site Oslo ×2",
      "09:21:31 workflow:ops RECOVERED site Oslo ×2",
      "09:21:31 workflow:ops RECOVERED site Oslo ×2",
    ]);
    const hubs = new Map(world.accepted.map(({ notice }) => [notice.hub, notice.code]));
    expect([...hubs.keys()].toSorted()).toEqual(["contoso-hub", "fabrikam"]);
    expect(new Set(hubs.values()).size).toBe(2);
  });

  test.each<[string, Grouping[], readonly string[]]>([
    ["each tag's value is one", ["tag:site"], ["site Oslo ×2", "site Bergen ×1", "lone-1 ×1", "lone-2 ×1"]],
    ["another tag holds two sites", ["tag:country"], ["country Norway ×3", "lone-1 ×1", "lone-2 ×1"]],
    [
      "a list is what all of it agrees in",
      ["tag:country", "tag:site"],
      ["country Norway, site Oslo ×2", "country Norway, site Bergen ×1", "lone-1 ×1", "lone-2 ×1"],
    ],
    ["a hub is one", ["hub"], ["contoso-hub ×5"]],
    ["a device is one", ["device"], ["oslo-1 ×1", "oslo-2 ×1", "bergen-1 ×1", "lone-1 ×1", "lone-2 ×1"]],
    [
      "a device in a list is one, whatever else it says",
      ["tag:country", "gateway"],
      [
        "country Norway, oslo-1 ×1",
        "country Norway, oslo-2 ×1",
        "country Norway, bergen-1 ×1",
        "lone-1 ×1",
        "lone-2 ×1",
      ],
    ],
  ])("%s", async (_title, groupBy, told) => {
    const world = makeWorld(groupedBy(...groupBy));
    world.send(...outage([...oslo, "bergen-1", "lone-1", "lone-2"]));
    await world.runUntil("10:00");
    expect(toldOps(world)).toEqual([
      ...told.map((words) => `09:05:30 workflow:ops OFFLINE ${words}`).toSorted(),
      ...told.map((words) => `09:21:31 workflow:ops RECOVERED ${words}`).toSorted(),
    ]);
  });
});

test("a site whose name is too long for the store's ids is told of as any", async () => {
  const site = "🏭".repeat(128);
  const policy = { ...groupedBy("tag:site"), tags: [{ device: "*", set: { site } }] };
  const world = makeWorld(policy);
  world.send(...outage(["oslo-1", "oslo-2"]));
  await world.runUntil("10:00");
  expect(toldOps(world)).toEqual([
    `09:05:30 workflow:ops OFFLINE site ${site} ×2`,
    `09:21:31 workflow:ops RECOVERED site ${site} ×2`,
  ]);
  expect(world.poison).toEqual([]);
});

describe("a policy that changes while an incident is open", () => {
  /** A world whose policy can be exchanged, as at a restart with another file. */
  function makeChangingWorld(policy: Policy): { world: World; restartWith: (next: Policy) => void } {
    let current = policy;
    const world = makeWorld(policy, "08:00", (ports) => ({
      ...ports,
      get policy() {
        return current;
      },
    }));
    return {
      world,
      restartWith: (next) => {
        current = next;
        world.kill();
      },
    };
  }

  test("keeps a member that was back when it goes out again before the incident is over", async () => {
    const { world, restartWith } = makeChangingWorld(groupedBy("tag:site"));
    const devices = ["oslo-1", "oslo-2"];
    world.send(
      ...outage(devices).filter(({ kind, device }) => kind !== "Connected" || device === "oslo-1"),
      ...all("Disconnected", ["oslo-1"], 4, "09:30"),
      ...all("Connected", devices, 7, "09:50"),
    );
    await world.runUntil("09:25");
    restartWith(groupedBy("hub"));
    await world.runUntil("11:00");
    expect(toldOps(world)).toEqual([
      "09:05:30 workflow:ops OFFLINE site Oslo ×2",
      "09:51:31 workflow:ops RECOVERED site Oslo ×2",
    ]);
  });

  test("leaves its members where they are, and groups the next outage anew", async () => {
    const { world, restartWith } = makeChangingWorld(groupedBy("tag:site"));
    const devices = ["oslo-1", "oslo-2"];
    world.send(
      ...outage(devices),
      ...all("Disconnected", ["oslo-1"], 4, "09:20:30"),
      ...all("Connected", ["oslo-1"], 5, "09:40"),
      ...all("Disconnected", devices, 6, "10:00"),
      ...all("Connected", devices, 7, "10:20"),
    );
    await world.runUntil("09:10");
    restartWith(groupedBy("device"));
    await world.runUntil("11:00");
    expect(toldOps(world)).toEqual([
      "09:05:30 workflow:ops OFFLINE site Oslo ×2",
      // It dropped again while it was recovering: still the same outage.
      "09:41:31 workflow:ops RECOVERED site Oslo ×2",
      "10:05:30 workflow:ops OFFLINE oslo-1 ×1",
      "10:05:30 workflow:ops OFFLINE oslo-2 ×1",
      "10:21:31 workflow:ops RECOVERED oslo-1 ×1",
      "10:21:31 workflow:ops RECOVERED oslo-2 ×1",
    ]);
  });
});
