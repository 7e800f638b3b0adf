/** Plays a fleet's story, well ordered or not, and gives what is wrong with it. */
import type { DampingSettings } from "../../../functions/domain/damping.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { around } from "../../ports/around.ts";
import { makeUnruly, seeded } from "../../ports/unruly.ts";
import { clockTime } from "../story-events.ts";
import type { StoryEvent } from "../story-events.ts";
import { makeWorld } from "../world.ts";
import type { World } from "../world.ts";
import { toldThoughBehind } from "./behind.ts";
import { brokenConversations, tooMany, unfinished } from "./ending.ts";
import { fleetOf } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import { START, happeningsOf } from "./history.ts";
import type { Happening } from "./history.ts";
import type { Disorder, Story } from "./stories.ts";
import { makeWatch } from "./watch.ts";

export interface Played {
  readonly world: World;
  readonly happenings: readonly Happening[];
  readonly faults: readonly unknown[];
}

/** Everything comes within a second; at most, what the queues should bring is lost, and the sweep finds it. */
export async function playInTime(
  { shape, story, seed }: Story,
  damping: DampingSettings,
  lossy: boolean,
): Promise<Played> {
  const random = seeded(seed);
  const fleet = fleetOf(shape, damping);
  const happenings = happeningsOf(fleet, story, random);
  const world = makeWorld(fleet.policy, "07:00");
  world.lose = { deadlines: lossy && random() < 0.5, notifications: lossy && random() < 0.5 };
  world.send(...eventsOf(happenings, () => [Math.floor(random() * SECOND_MS)]));
  // An incident of which nothing was heard is looked at every quarter of an hour: the second look can be the first to help.
  const watch = makeWatch(fleet, happenings, lossy ? 2 * 16 * MINUTE_MS : 0);
  const last = lastOf(happenings);
  for (let now = START; now < last + 70 * MINUTE_MS; now += MINUTE_MS) {
    await world.runUntil(clockTime(now));
    await watch.look(world, now);
    const early =
      Number.isFinite(damping.suppress) || lossy ? [] : await toldThoughBehind(world, fleet, happenings);
    const seen = [...watch.faults, ...early];
    if (seen.length > 0) return { world, happenings, faults: seen };
  }
  const end = last + 2 * HOUR_MS;
  await world.runUntil(clockTime(end));
  return { world, happenings, faults: await faultsAt(world, fleet, happenings, end, false) };
}

/** Many are worked on at once; events come late and again, calls fail, processes die, providers are away. */
export async function playInDisorder(
  { shape, story, seed }: Story,
  damping: DampingSettings,
  { faults, deaths, lossy, late }: Disorder,
): Promise<Played> {
  const random = seeded(seed);
  const fleet = fleetOf(shape, damping);
  const happenings = happeningsOf(fleet, story, random);
  const unruliness = { random, faults };
  let chance = deaths;
  const world: World = makeWorld(fleet.policy, "07:00", (ports, instance) =>
    around(makeUnruly(ports, unruliness), ({ name, perform }) => {
      // Not in the middle of calls that are made together.
      if (/^(store|queues)\./.test(name) && random() < chance) queueMicrotask(() => world.kill(instance));
      return perform();
    }),
  );
  world.parallel = 16;
  world.lockMs = 10 * SECOND_MS;
  // Providers fail now and then, and for a quarter of an hour altogether.
  const broken = START + random() * HOUR_MS;
  world.provider = (_request, now) => {
    const isBroken = now > broken && now < broken + 15 * MINUTE_MS;
    return isBroken || random() < 0.1 ? { name: "transient", error: "503" } : undefined;
  };
  world.lose = { deadlines: lossy && random() < 0.5, notifications: lossy && random() < 0.5 };
  world.send(
    ...eventsOf(happenings, () => {
      const first = Math.floor(random() * (late && random() < 0.1 ? 30 * MINUTE_MS : 3_000));
      return random() < 0.15 ? [first, first + Math.floor(random() * 10 * MINUTE_MS)] : [first];
    }),
  );
  const last = lastOf(happenings) + 40 * MINUTE_MS;
  await world.runUntil(clockTime(last + 2 * MINUTE_MS));
  unruliness.faults = 0;
  chance = 0;
  // A provider's failures double the wait up to 36 min, and one try in ten fails: leave room for several.
  const end = last + 5 * HOUR_MS;
  await world.runUntil(clockTime(end));
  const failing = faults > 0 || deaths > 0;
  return { world, happenings, faults: await faultsAt(world, fleet, happenings, end, failing) };
}

function lastOf(happenings: readonly Happening[]): Instant {
  return Math.max(...happenings.map((one) => one.at));
}

async function faultsAt(
  world: World,
  fleet: Fleet,
  happenings: readonly Happening[],
  end: Instant,
  failing: boolean,
): Promise<unknown[]> {
  return [
    ...(await unfinished(world, fleet, happenings, end)),
    ...(await brokenConversations(world, happenings, failing)),
    ...tooMany(world, fleet, happenings),
    ...world.poison,
  ];
}

/** `lateMs`: how long after its time it arrives, and again, where it is repeated. */
function eventsOf(happenings: readonly Happening[], lateMs: () => readonly number[]): StoryEvent[] {
  return happenings.flatMap(({ name, at: stamped, ...rest }): StoryEvent[] => {
    const [device = "", module] = name.split("/");
    const one = { ...rest, device, ...(module === undefined ? {} : { module }), at: timeOf(stamped) };
    return lateMs().map((late) => ({ ...one, arrives: timeOf(stamped + late) }));
  });
}

/** To the millisecond, as the world reads times. */
function timeOf(instant: Instant): string {
  return `${clockTime(instant)}.${String(instant % SECOND_MS).padStart(3, "0")}`;
}
