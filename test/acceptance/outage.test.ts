/** The store is away for ten minutes, and the events go on arriving. */
import { expect, test } from "vitest";
import { TransientError } from "../../functions/application/ports.ts";
import { MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import { around } from "../ports/around.ts";
import { at, clockTime } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { StoryEvent } from "./story-events.ts";
import type { World } from "./world.ts";

const DOWN = { from: at("09:00"), until: at("09:10") };

function worldWithAnOutage(): World {
  const world: World = makeWorld(POLICY, "08:00", (ports) => ({
    ...ports,
    store: around(ports.store, ({ perform }) => {
      const now = world.deps.clock.now();
      const isDown = now >= DOWN.from && now < DOWN.until;
      return isDown ? Promise.reject(new TransientError("the store is down")) : perform();
    }),
  }));
  world.parallel = 16;
  return world;
}

/** What becomes of a device: out for good, out for 20 min, or away for 2 min, of which nobody must hear. */
const FATES = ["lost", "out", "blip"] as const;
const AWAY_MS = { out: 20 * MINUTE_MS, blip: 2 * MINUTE_MS };
const deviceOf = (index: number): string => `pump-${index}-${FATES[index % 3] ?? "lost"}`;

/** From 8 min before the outage until 5 min after it one device after another disconnects, and all send telemetry. */
function load(devices: number): StoryEvent[] {
  const spanMs = 23 * MINUTE_MS;
  const time = (instant: number): string => clockTime(Math.round(instant / SECOND_MS) * SECOND_MS);
  return Array.from({ length: devices }, (_, index) => index).flatMap((index): StoryEvent[] => {
    const device = deviceOf(index);
    const fate = FATES[index % 3] ?? "lost";
    const downAt = at("08:52") + (index * spanMs) / devices;
    const events: StoryEvent[] = [
      { kind: "Connected", device, sequence: 1, at: time(at("08:01") + index * 100) },
      { kind: "Disconnected", device, sequence: 2, at: time(downAt) },
      { kind: "Telemetry", device, at: time(downAt - 30 * SECOND_MS) },
    ];
    if (fate !== "lost") {
      events.push({ kind: "Connected", device, sequence: 3, at: time(downAt + AWAY_MS[fate]) });
    }
    return events;
  });
}

/** The words that each place got about a device. */
function toldOf(world: World, device: string): string[] {
  return world.accepted
    .filter(({ notice }) => notice.subject === device)
    .map(({ target, notice }) => `${target.channel} ${notice.word}`)
    .toSorted();
}

const WORDS = { lost: ["OFFLINE"], out: ["OFFLINE", "RECOVERED"], blip: [] };

/** Everybody in Teams and by SMS, once each. */
function toBoth(words: readonly string[]): string[] {
  return words.flatMap((word) => [`sms ${word}`, `teams-workflow ${word}`]).toSorted();
}

/** Runs the story to its end, and says how many messages were in poison when the store came back. */
async function play(world: World, devices: number): Promise<number> {
  world.send(...load(devices));
  await world.runUntil("09:09:59");
  const poisoned = world.poison.length;
  await world.runUntil("10:15");
  return poisoned;
}

test("under load: nothing stays in poison, every alert is sent once, and a blip tells nobody", async () => {
  const world = worldWithAnOutage();
  expect(await play(world, 120)).toBeGreaterThan(80);
  expect(world.poison).toEqual([]);
  expect(await world.store.rejected.count()).toBe(0);
  for (let index = 0; index < 120; index += 1) {
    const device = deviceOf(index);
    const words = WORDS[FATES[index % 3] ?? "lost"];
    expect([device, ...toldOf(world, device)]).toEqual([device, ...toBoth(words)]);
  }
});

test("with more than comes back in a minute, too; a blip whose end waits its turn may be told, and is ended", async () => {
  const world = worldWithAnOutage();
  expect(await play(world, 360)).toBeGreaterThan(200);
  expect(world.poison).toEqual([]);
  expect(await world.store.rejected.count()).toBe(0);
  for (let index = 0; index < 360; index += 1) {
    const device = deviceOf(index);
    const fate = FATES[index % 3] ?? "lost";
    const told = toldOf(world, device);
    const isEarly = fate === "blip" && told.length > 0;
    expect([device, ...told]).toEqual([device, ...toBoth(isEarly ? WORDS.out : WORDS[fate])]);
  }
});
