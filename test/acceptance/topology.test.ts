/** D1 and D8: a gateway and the 450 devices behind it drop, whoever is first: one message, and one when it is over. */
import { describe, expect, test } from "vitest";
import { all, linesToBoth, leaves, OSLO, SYSTEM, told } from "./topology-story.ts";
import { makeWorld } from "./world.ts";

const LEAVES = leaves(450);
const [AGENT = "", HUB = ""] = SYSTEM;
/** So that 452 are done within 20 s. */
const APART_MS = 40;

const EVERYBODY = [...SYSTEM, ...LEAVES];

/** The same every time. */
function shuffled(names: readonly string[], seed: number): string[] {
  let random = seed;
  const next = (): number => (random = (random * 48_271) % 2_147_483_647);
  return names
    .map((name) => ({ name, rank: next() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ name }) => name);
}

const connected = all("Connected", EVERYBODY, 1, "08:00");
const returned = (from = "09:10"): ReturnType<typeof all> =>
  all("Connected", shuffled(EVERYBODY, 5), 3, from, APART_MS);

/** Each look reads all 452. */
const timeout = 180_000;

describe("a gateway and 450 devices behind it that drop for ten minutes", { timeout }, () => {
  test.each([
    ["in any order", shuffled(EVERYBODY, 11)],
    ["the gateway last", [...LEAVES, HUB, AGENT]],
    ["its agent first and its hub last", [AGENT, ...LEAVES, HUB]],
  ])("are one OFFLINE and one RECOVERED, %s", async (_title, order) => {
    const world = await told([
      ...connected,
      ...all("Disconnected", order, 2, "09:00", APART_MS),
      ...returned(),
    ]);
    const first = Math.min(order.indexOf(HUB), order.indexOf(AGENT)) * (APART_MS / 1000);
    expect(linesToBoth(world)).toEqual([
      `09:05:${10 * Math.floor((30 + first) / 10)} OFFLINE gw-oslo ×452`,
      "09:11:40 RECOVERED gw-oslo ×452",
    ]);
    expect(world.accepted.map(({ notice }) => notice.cause)).toEqual(["site", "site", "site", "site"]);
    expect(new Set(world.accepted.map(({ notice }) => notice.code)).size).toBe(1);
    expect(world.accepted.map(({ notice }) => notice.names.length)).toEqual([5, 5, 5, 5]);
    expect(await world.store.incidents.page({}, undefined, 10)).toHaveLength(1);
  });

  test("are so too where the devices drop within two minutes after it", async () => {
    const world = await told([
      ...connected,
      ...all("Disconnected", SYSTEM, 2, "09:00"),
      ...all("Disconnected", shuffled(LEAVES, 3), 2, "09:00:01", 264),
      ...returned("09:12"),
    ]);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-oslo ×452", "09:13:40 RECOVERED gw-oslo ×452"]);
  });

  test("are so too, a hundred of them, while events are handled side by side and given out twice", async () => {
    const some = shuffled(EVERYBODY.slice(0, 102), 4);
    const world = makeWorld(OSLO);
    world.parallel = 16;
    world.instances = 2;
    world.copies = 2;
    world.send(
      ...all("Connected", some, 1, "08:00"),
      ...all("Disconnected", some, 2, "09:00", APART_MS),
      ...all("Connected", some, 3, "09:10", APART_MS),
    );
    await world.runUntil("10:00");
    expect(world.messages.map((line) => line.slice(9)).toSorted()).toEqual([
      "sms:+4790000000 OFFLINE gw-oslo ×102",
      "sms:+4790000000 RECOVERED gw-oslo ×102",
      "workflow:ops OFFLINE gw-oslo ×102",
      "workflow:ops RECOVERED gw-oslo ×102",
    ]);
  });
});
