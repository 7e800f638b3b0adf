/** How Event Grid brings the events: at least once, in any order, some much later, by the queue or by a push. */
import type { Instant } from "../../../functions/domain/time.ts";
import type { Chance } from "../../outbox/chance.ts";
import type { HubEvent } from "./hub.ts";

export interface Delivery {
  readonly at: Instant;
  readonly way: "queue" | "push";
  /** By the queue always one. */
  readonly events: readonly HubEvent[];
}

type Single = { readonly at: Instant; readonly way: Delivery["way"]; readonly event: HubEvent };

/**
 * So many later events of an identity may overtake one by the plan: the product promises its fold for fewer than 32, and
 * redeliveries overtake too.
 */
const OVERTAKEN_BY = 10;
/** Pushes within so much time make one request. */
const BATCH_MS = 150;

export interface Lateness {
  /** When the run begins. */
  readonly from: Instant;
  /** What the latest delivery may be late. */
  readonly longestMs: number;
}

/** `events`: of one identity each, in their order. In order of time. */
export function planDeliveries(
  events: readonly (readonly HubEvent[])[],
  { from, longestMs }: Lateness,
  chance: Chance,
): Delivery[] {
  const singles = events.flatMap((own) =>
    own.flatMap((event, index) => {
      const latest = Math.min(event.emittedAt + longestMs, own[index + OVERTAKEN_BY]?.emittedAt ?? Infinity);
      return deliveriesOf(event, Math.max(latest, event.emittedAt), chance);
    }),
  );
  return [...queued(singles), ...pushed(singles, from, chance)].toSorted((a, b) => a.at - b.at);
}

function deliveriesOf(event: HubEvent, latest: Instant, chance: Chance): Single[] {
  const arrivals = [event.emittedAt + delayMs(chance)];
  while (chance.happens(0.12)) arrivals.push(event.emittedAt + 2 * delayMs(chance));
  return arrivals.map((at) => ({
    at: Math.min(at, latest),
    way: chance.happens(0.6) ? "queue" : "push",
    event,
  }));
}

function delayMs(chance: Chance): number {
  const kind = chance.next();
  if (kind < 0.7) return chance.between(0, 200);
  if (kind < 0.9) return chance.between(0, 3_000);
  if (kind < 0.98) return chance.between(0, 10_000);
  return chance.between(5_000, 40_000);
}

function queued(singles: readonly Single[]): Delivery[] {
  return singles
    .filter(({ way }) => way === "queue")
    .map(({ at, way, event }) => ({ at, way, events: [event] }));
}

function pushed(singles: readonly Single[], from: Instant, chance: Chance): Delivery[] {
  const pushes = singles.filter(({ way }) => way === "push");
  const batches = Map.groupBy(pushes, ({ at }) => Math.floor((at - from) / BATCH_MS));
  return [...batches.values()].map((batch) => ({
    at: Math.max(...batch.map(({ at }) => at)),
    way: "push",
    events: shuffled(
      batch.map(({ event }) => event),
      chance,
    ),
  }));
}

function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  return items
    .map((item) => ({ item, place: chance.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
