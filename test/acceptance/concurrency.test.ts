/**
 * Much of one device in the same second; two processes share the work, and every message may be given to both of them
 * at once. In the end it is as if one had done everything in turn, and nobody had to begin again often.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSqliteStore } from "../../functions/adapters/sqlite/sqlite-store.ts";
import { SECOND_MS } from "../../functions/domain/time.ts";
import { makeUnruly, seeded } from "../ports/unruly.ts";
import { differences } from "./crash/differences.ts";
import { finalDocuments } from "./crash/final-documents.ts";
import { makeRounds } from "./rounds.ts";
import type { Rounds } from "./rounds.ts";
import { at, clockTime } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { StoryEvent } from "./story-events.ts";
import type { World } from "./world.ts";
import type { Policy } from "../../functions/domain/policy.ts";
import { UNDAMPED } from "../unit/domain/policies.ts";

/** Twenty-four events of one identity in a second are no flapping here. */
const CALM: Policy = { ...POLICY, flapping: UNDAMPED };

/** What the host of one process works on at once: a batch, and the next one when half of it is left. */
const AT_ONCE = 24;
const INSTANCES = 2;
/** Rounds that an event may cost at worst: with more it comes back after 30 s. */
const WORST_ROUNDS = 10;

/** They drop in the same second, and come back in the same second. */
const FLEET = Array.from({ length: 50 }, (_, index) => `m${String(index).padStart(2, "0")}`).flatMap(
  (module): StoryEvent[] => [
    { kind: "Connected", device: "gw", module, sequence: 1, at: "08:00" },
    { kind: "Disconnected", device: "gw", module, sequence: 2, at: "08:05:20" },
    { kind: "Connected", device: "gw", module, sequence: 3, at: "08:25:40" },
  ],
);
/** One identity that toggles every five seconds; Event Grid was held up, and all of it arrives in the same second. */
const BURST = Array.from({ length: AT_ONCE }, (_, index): StoryEvent => {
  const time = clockTime(at("08:00") + index * 5 * SECOND_MS);
  const kind = index % 2 === 0 ? "Disconnected" : "Connected";
  return { kind, device: "gw", sequence: index + 1, at: time, arrives: "08:02:20" };
});

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "concurrency-"))));
afterAll(() => rm(folder, { recursive: true }));

async function play(world: World, story: readonly StoryEvent[]): Promise<World> {
  world.send(...story);
  await world.runUntil("08:40");
  return world;
}

interface Setup {
  readonly seed: number;
  readonly copies: number;
  /** Where each process has a handle of its own; else they share one in memory. */
  readonly path?: string;
}

function twoProcesses({ seed, copies, path }: Setup): { readonly world: World; readonly rounds: Rounds } {
  const rounds = makeRounds();
  const random = seeded(seed);
  const world: World = makeWorld(
    CALM,
    "07:59",
    (ports, instance) => {
      const own = path !== undefined && instance > 0 ? { ...ports, store: makeSqliteStore({ path }) } : ports;
      return rounds.watch(makeUnruly(own, { random, faults: 0 }), () => world);
    },
    path,
  );
  world.copies = copies;
  world.instances = INSTANCES;
  world.parallel = INSTANCES * AT_ONCE;
  return { world, rounds };
}

const textOf = ({ messages }: World): string[] =>
  messages.map((line) => line.slice("09:00:00 ".length)).toSorted();

const measured = (rounds: Rounds) =>
  ["events", "deadlines", "notifications"].map((queue) => ({ queue, ...rounds.of(queue) }));

function print(title: string, rounds: Rounds): void {
  const told = measured(rounds).map(
    ({ queue, mean, worst }) => `${queue} ${mean.toFixed(2)} (at worst ${worst})`,
  );
  process.stdout.write(`rounds of reading, deciding, writing; ${title}: ${told.join(", ")}\n`);
}

const BOTH = "each message given to both";

describe.each([
  { what: "fifty modules", story: FLEET, incidents: 1, rounds: 3 },
  { what: "one identity", story: BURST, incidents: 0, rounds: 4 },
])("$what in the same second", ({ what, story, incidents, rounds: mostRounds }) => {
  test.each([
    { title: "two processes on one store", seeds: [7_919, 15_838], copies: 1, file: false },
    { title: `two processes on one store, ${BOTH}`, seeds: [23_757], copies: 2, file: false },
    { title: `two processes, two handles on one file, ${BOTH}`, seeds: [31_676], copies: 2, file: true },
  ])("$title", async ({ title, seeds, copies, file }) => {
    const calm = await play(makeWorld(CALM, "07:59"), story);
    const expected = await finalDocuments(calm);
    for (const seed of seeds) {
      const path = file ? { path: join(folder, `${what}-${seed}.db`) } : {};
      const { world, rounds } = twoProcesses({ seed, copies, ...path });
      await play(world, story);
      expect(differences(expected, await finalDocuments(world))).toEqual([]);
      expect(textOf(world)).toEqual(textOf(calm));
      expect(await world.store.incidents.page({}, undefined, 10)).toHaveLength(incidents);
      expect(world.poison).toEqual([]);
      print(`${what}, ${title}`, rounds);
      const all = measured(rounds);
      expect(Math.max(...all.map(({ mean }) => mean))).toBeLessThanOrEqual(mostRounds);
      expect(Math.max(...all.map(({ worst }) => worst))).toBeLessThanOrEqual(WORST_ROUNDS);
    }
  });
});

test("fifty modules are told once, together", async () => {
  expect(textOf(await play(makeWorld(CALM, "07:59"), FLEET))).toEqual([
    "sms:+4790000000 OFFLINE gw ×50",
    "sms:+4790000000 RECOVERED gw ×50",
    "workflow:ops OFFLINE gw ×50",
    "workflow:ops RECOVERED gw ×50",
  ]);
});
