/** Why was nothing said? The moments of stories at which people ask that, and what they are answered, then and later. */
import { describe, expect, test } from "vitest";
import type { Policy } from "../../functions/domain/policy.ts";
import { explained, findingOf, verdictAt } from "./explaining.ts";
import { at } from "./story-events.ts";
import type { StoryEvent } from "./story-events.ts";
import { OSLO, SYSTEM, all, leaves, outage, toggling } from "./topology-story.ts";
import { POLICY, makeWorld } from "./world.ts";

const [AGENT = "", HUB = ""] = SYSTEM;
const UNHEARD: Policy = { ...POLICY, receivers: [] };
const IMPATIENT: Policy = {
  ...POLICY,
  routes: POLICY.routes.map((route) => ({ ...route, graceMs: 30_000 })),
};

/** Away for 20 s every 65 minutes, from 09:05 on; the fourth time it stays away. */
const RENEWING: readonly StoryEvent[] = [
  ...all("Connected", ["pump-1"], 1, "08:00"),
  ...["09:05", "10:10", "11:15", "12:20"].flatMap((time, index) => [
    ...all("Disconnected", ["pump-1"], 2 * index + 2, time),
    ...(index === 3 ? [] : all("Connected", ["pump-1"], 2 * index + 3, `${time}:20`)),
  ]),
];

interface Story {
  readonly title: string;
  readonly policy: Policy;
  readonly events: readonly StoryEvent[];
  readonly who: string;
  /** At these times: what stops it, and what that gate says. */
  readonly answers: Readonly<Record<string, string>>;
  /** Where another answer is given later, because nobody kept what it takes. */
  readonly later?: Readonly<Record<string, string>>;
}

const STORIES: readonly Story[] = [
  {
    title: "edge-cable: a gateway's module",
    policy: OSLO,
    events: outage(SYSTEM, "09:00", "09:20"),
    who: HUB,
    answers: {
      "08:30": "sequence connected",
      "09:04:59": "grace suspect",
      "09:05:10": "group wait",
      "09:05:40": "told (OFFLINE)",
      // Connected, and not for long enough.
      "09:21": "told (OFFLINE)",
      "09:22": "sequence connected",
    },
  },
  {
    title: "edge-cable: the gateway's own device",
    policy: OSLO,
    events: outage(SYSTEM, "09:00", "09:20"),
    who: "gw-oslo",
    answers: { "09:05:40": "life gateway" },
  },
  {
    title: "gateway-450: a leaf",
    policy: OSLO,
    events: outage([...SYSTEM, ...leaves(20)], "09:00", "09:10"),
    who: "leaf-007",
    answers: { "09:03": "grace suspect", "09:05:10": "group wait", "09:06": "told (OFFLINE)" },
  },
  {
    title: "a leaf that drops before its gateway, and waits for that",
    policy: OSLO,
    events: [...outage(["leaf-001"], "09:00"), ...outage(SYSTEM, "09:02", "09:06")],
    who: "leaf-001",
    answers: {
      "09:04": "grace suspect",
      "09:06": "parent parentWaits",
      "09:08": "parent held",
      "09:09": "told (OFFLINE)",
    },
    later: { "09:08": "parent held" },
  },
  {
    title: "a leaf that is not back with its gateway",
    policy: OSLO,
    events: [
      ...outage(SYSTEM, "09:00", "09:20"),
      ...outage(["leaf-001"], "09:00:10"),
      ...outage(["leaf-002"], "09:16"),
    ],
    who: "leaf-002",
    answers: {
      "09:15": "sequence connected",
      "09:17": "grace suspect",
      "09:22": "parent freshGrace",
      "09:27": "told (OFFLINE)",
    },
  },
  {
    title: "edgehub-toggles",
    policy: OSLO,
    events: toggling([HUB], "09:00", "10:00"),
    who: HUB,
    answers: {
      "09:02:30": "grace suspect",
      "09:04:10": "grace suspect",
      "09:20:30": "grace suspect (FLAPPING)",
      "09:21:30": "sequence connected (FLAPPING)",
      "11:30": "sequence connected",
    },
    // Its last 32 events do not reach so far.
    later: { "09:02:30": "not kept", "09:04:10": "not kept" },
  },
  {
    title: "an outage of who flaps",
    policy: POLICY,
    events: [
      ...toggling(["pump-1"], "09:00", "09:10"),
      ...all("Disconnected", ["pump-1"], 90, "09:12"),
      ...all("Connected", ["pump-1"], 91, "09:40"),
    ],
    who: "pump-1",
    answers: {
      "09:14": "grace suspect (FLAPPING)",
      "09:20": "flap flapping (FLAPPING)",
      "09:28": "told (FLAPPING) (OFFLINE)",
    },
  },
  {
    title: "leaf-dies-behind-toggling-parent",
    policy: OSLO,
    events: [...toggling([HUB], "09:00", "10:00"), ...outage(["leaf-001"], "09:30:30")],
    who: "leaf-001",
    answers: { "09:35": "grace suspect" },
  },
  {
    title: "token-renewal, with a grace of 30 s",
    policy: IMPATIENT,
    events: RENEWING,
    who: "pump-1",
    answers: {
      "09:05:10": "grace suspect",
      "11:15:10": "grace suspect",
      "12:20:10": "grace suspect",
      "12:21": "renewal expected",
      "12:23:10": "group wait",
      "12:23:40": "told (OFFLINE)",
    },
  },
  {
    title: "delete-and-recreate",
    policy: POLICY,
    events: [
      ...outage(["pump-1"], "09:00"),
      { kind: "Deleted", device: "pump-1", at: "09:10" },
      { kind: "Created", device: "pump-1", at: "09:20" },
    ],
    who: "pump-1",
    answers: { "09:06": "told (OFFLINE)", "09:15": "life deleted", "09:25": "life new" },
    // The tombstone is all that is left of the former life.
    later: { "09:06": "not kept" },
  },
  {
    title: "a route that tells nobody",
    policy: UNHEARD,
    events: outage(["pump-1"], "09:00"),
    who: "pump-1",
    answers: { "09:06": "group nobody" },
  },
  {
    title: "a device of which nothing is known",
    policy: POLICY,
    events: [],
    who: "pump-1",
    answers: { "09:06": "life new" },
  },
];

describe.each(STORIES)("$title", ({ policy, events, who, answers, later = {} }) => {
  test("is explained at the time, and later in the same words", async () => {
    const world = makeWorld(policy);
    world.send(...events);
    const given: Record<string, string> = {};
    for (const time of Object.keys(answers)) given[time] = await verdictAt(world, who, time);
    expect(given).toEqual(answers);
    await world.runUntil("13:00");
    const again: Record<string, string> = {};
    for (const time of Object.keys(answers)) again[time] = await verdictAt(world, who, time, "later");
    expect(again).toEqual({ ...answers, ...later });
  });
});

test("the numbers are those by which it is decided, and the words those of the messages", async () => {
  const world = makeWorld(IMPATIENT);
  world.send(...RENEWING);
  await world.runUntil("12:21");
  const { findings = [] } = (await explained(world, "pump-1")) ?? {};
  expect(findingOf(findings, "renewal")).toEqual({
    gate: "renewal",
    verdict: "expected",
    stops: true,
    reason:
      "It came in the rhythm of a token's renewal, and is one unless it outlasts 3 min: it renews about every 65 min over MQTT; AMQP or X.509 would avoid it.",
    at: at("12:20"),
    until: at("12:23"),
    numbers: { period: { ms: 65 * 60_000 }, gap: { ms: 180_000 } },
  });
  expect(findingOf(findings, "grace")).toMatchObject({ verdict: "graceOver", until: at("12:20:30") });
});

test("who waits for what it is behind says so with the word of the log, and until when", async () => {
  const world = makeWorld(OSLO);
  world.send(...outage(["leaf-001"], "09:00"), ...outage(SYSTEM, "09:02"));
  await world.runUntil("09:06");
  const { findings = [] } = (await explained(world, "leaf-001")) ?? {};
  const line = world.log.find(({ event }) => event === "joining");
  const parent = findingOf(findings, "parent");
  expect(parent).toMatchObject({ verdict: line?.["reason"], numbers: { parents: "gw-oslo" } });
  expect(new Date(parent?.until ?? 0).toISOString()).toBe(line?.["until"]);
  expect(await verdictAt(world, AGENT, "09:06")).toBe("grace suspect");
});
