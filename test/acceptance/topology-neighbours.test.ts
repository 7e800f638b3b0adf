/** What lies close to a gateway's outage and is another story: half a gateway, one that toggles, a leaf that stays away. */
import { describe, expect, test } from "vitest";
import { MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import { at } from "./story-events.ts";
import { OSLO, SYSTEM, all, clock, linesToBoth, leaves, outage, toggling, told } from "./topology-story.ts";

const [AGENT = "", HUB = ""] = SYSTEM;
const SENSOR = "gw-oslo/SimulatedTemperatureSensor";

const BY_DEVICE = {
  ...OSLO,
  routes: OSLO.routes.map((route) => ({ ...route, groupBy: ["device"] as const })),
};

describe("half a gateway", () => {
  test("its $edgeHub takes with it what reaches the hub through it", async () => {
    const world = await told([
      ...all("Connected", [AGENT], 1, "08:00"),
      ...outage([HUB, SENSOR, "leaf-1"], "09:00", "09:20"),
    ]);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-oslo ×3", "09:21:30 RECOVERED gw-oslo ×3"]);
    expect(new Set(world.accepted.map(({ notice }) => notice.cause))).toEqual(new Set(["edgeHub"]));
  });

  test("its $edgeAgent takes nobody: who drops meanwhile is judged alone", async () => {
    const world = await told(
      [
        ...all("Connected", [HUB, SENSOR], 1, "08:00"),
        ...outage([AGENT], "09:00", "10:00"),
        ...outage(["leaf-1"], "09:20", "09:40"),
      ],
      BY_DEVICE,
    );
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE gw-oslo ×1",
      "09:25:30 OFFLINE leaf-1 ×1",
      "09:41:30 RECOVERED leaf-1 ×1",
      "10:01:30 RECOVERED gw-oslo ×1",
    ]);
  });
});

/** A minute in which the gateway toggles all the time, and whether it is connected when the leaf's grace is over. */
const DEATHS = [0, 1, 2, 5, 8, 13, 20, 21, 30, 37, 44, 51].map((minute) => ({
  minute,
  gateway: minute % 2 === 0 ? "connected" : "disconnected",
}));

describe("a leaf that dies behind a gateway that toggles for an hour", () => {
  test.each(DEATHS)(
    "in minute $minute, so that the gateway is $gateway at its deadline, is told of once and in time",
    async ({ minute, gateway }) => {
      const died = at("09:00:20") + minute * MINUTE_MS;
      const world = await told([
        ...toggling([HUB], "09:00", "10:00"),
        ...all("Connected", ["leaf-1"], 1, "08:00"),
        ...all("Disconnected", ["leaf-1"], 2, clock(died)),
        ...all("Connected", ["leaf-1"], 3, "11:30"),
      ]);
      // It dropped 20 s before, and has so much of its own grace left.
      const pushMs = gateway === "connected" ? 0 : 280 * SECOND_MS + 90 * SECOND_MS;
      const toldAt = died + 5 * MINUTE_MS + pushMs + 30 * SECOND_MS;
      const lines = linesToBoth(world);
      expect(lines.filter((line) => !line.includes("gw-oslo"))).toEqual([
        `${clock(toldAt).slice(0, 8)} OFFLINE leaf-1 ×1`,
        "11:31:30 RECOVERED leaf-1 ×1",
      ]);
      const ofGateway = lines.filter((line) => line.includes("gw-oslo"));
      expect(ofGateway.map((line) => line.slice(9))).toEqual(["FLAPPING gw-oslo ×1", "STABLE gw-oslo ×1"]);
      const offline = world.accepted.find(({ notice }) => notice.word === "OFFLINE")?.notice;
      expect(offline).toMatchObject({ since: died, via: "gw-oslo" });
      expect(offline?.cause).toBeUndefined();
    },
  );
});

describe("a gateway that comes back", () => {
  const site = outage([...SYSTEM, "leaf-1"], "09:00", "09:20");

  test("without one of its leaves is over for those who are back, and the leaf is told of after a fresh grace", async () => {
    const world = await told([...site, ...outage(["leaf-2"], "09:00", "10:00")]);
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE gw-oslo ×4",
      "09:25:00 RECOVERED gw-oslo ×3",
      "09:25:00 OFFLINE leaf-2 ×1",
      "10:01:30 RECOVERED leaf-2 ×1",
    ]);
    for (const { notice } of world.accepted.filter(({ notice: { word } }) => word === "OFFLINE").slice(2)) {
      expect(notice.at).toBeGreaterThanOrEqual(at("09:25"));
      expect(notice).toMatchObject({ since: at("09:00"), via: "gw-oslo" });
      expect(notice.cause).toBeUndefined();
    }
    const recovered = world.accepted.find(({ notice }) => notice.word === "RECOVERED")?.notice;
    expect(recovered).toMatchObject({ since: at("09:00"), until: at("09:20"), cause: "site" });
    expect(new Set(world.accepted.map(({ notice }) => notice.code)).size).toBe(2);
  });

  test("without the many leaves that are gone with it leaves them one incident", async () => {
    const world = await told([...site, ...outage(["leaf-2", "leaf-3", "leaf-4"], "09:00", "10:00")]);
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE gw-oslo ×6",
      "09:25:00 RECOVERED gw-oslo ×3",
      "09:25:00 OFFLINE gw-oslo ×3",
      "10:01:30 RECOVERED gw-oslo ×3",
    ]);
  });

  test("with its last leaf before the fresh grace is over says nothing more", async () => {
    const world = await told([...site, ...outage(["leaf-2"], "09:00", "09:24:30")]);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-oslo ×4", "09:26:00 RECOVERED gw-oslo ×4"]);
  });

  /** Its own grace is over while the gateway recovers; and after that. */
  const LATE = ["09:16", "09:17"];

  test.each(LATE)(
    "gives a fresh grace to a leaf that dropped at %s and comes back inside it",
    async (dropped) => {
      const world = await told([...site, ...outage(["leaf-2"], dropped, "09:23")]);
      expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-oslo ×3", "09:21:30 RECOVERED gw-oslo ×3"]);
    },
  );

  test.each(LATE)("gives a fresh grace to a leaf that dropped at %s and stays away", async (dropped) => {
    const world = await told([...site, ...outage(["leaf-2"], dropped, "10:00")]);
    expect(linesToBoth(world)).toEqual([
      "09:05:30 OFFLINE gw-oslo ×3",
      "09:21:30 RECOVERED gw-oslo ×3",
      "09:25:30 OFFLINE leaf-2 ×1",
      "10:01:30 RECOVERED leaf-2 ×1",
    ]);
    expect(world.accepted.at(-1)?.notice.since).toBe(at(dropped));
  });

  test("inside its grace gives nobody any", async () => {
    const world = await told([...outage(SYSTEM, "09:00", "09:03"), ...outage(["leaf-2"], "09:00", "10:00")]);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE leaf-2 ×1", "10:01:30 RECOVERED leaf-2 ×1"]);
  });
});

test("a leaf that was out before keeps the incident it has", async () => {
  const world = await told(
    [...outage(["leaf-1"], "08:30", "10:00"), ...outage([...SYSTEM, "leaf-2"], "09:00", "09:20")],
    BY_DEVICE,
  );
  expect(linesToBoth(world)).toEqual([
    "08:35:30 OFFLINE leaf-1 ×1",
    "09:05:30 OFFLINE gw-oslo ×3",
    "09:21:30 RECOVERED gw-oslo ×3",
    "10:01:30 RECOVERED leaf-1 ×1",
  ]);
});

test(
  "a gateway and 450 leaves that flap together are one FLAPPING and one STABLE",
  { timeout: 180_000 },
  async () => {
    const everybody = [...SYSTEM, ...leaves(450)];
    const world = await told(toggling(everybody, "09:00", "09:10", 40));
    const [opening, ...ending] = linesToBoth(world);
    expect(opening).toBe("09:06:30 FLAPPING gw-oslo ×452");
    expect(ending.map((line) => line.slice(9))).toEqual(["STABLE gw-oslo ×452"]);
    expect(world.accepted[0]?.notice).toMatchObject({ drops: 4 });
    expect(world.accepted.at(-1)?.notice).toMatchObject({ drops: 5 });
  },
);

test.each([
  ["leaves that are groups of their own", OSLO, ["leaf-1", "leaf-2"]],
  [
    "a gateway behind it with its leaf",
    {
      ...OSLO,
      topology: [
        ...OSLO.topology,
        { parent: "gw-oslo", children: ["gw-2"] },
        { parent: "gw-2", children: ["cam-*"] },
      ],
    },
    ["gw-2/$edgeHub", "cam-1"],
  ],
])("%s flap with a gateway: one FLAPPING, one STABLE", async (_title, policy, below) => {
  const routes = policy.routes.map((route) => ({ ...route, groupBy: ["device"] as const }));
  const world = await told(toggling([...SYSTEM, ...below], "09:00", "09:10", 40), { ...policy, routes });
  const [opening, ...ending] = linesToBoth(world);
  expect(opening).toBe("09:06:30 FLAPPING gw-oslo ×4");
  expect(ending.map((line) => line.slice(9))).toEqual(["STABLE gw-oslo ×4"]);
});
