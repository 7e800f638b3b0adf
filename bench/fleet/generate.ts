/**
 * A fleet's deliveries over two days: every device connects, and then loses its connection now and then. Nearly all
 * breaks are blips; a few last longer than the grace. Deliveries are repeated, delayed and so out of order, as Event
 * Grid's are. What it remembers has the size of the fleet from the start, so that its memory is as flat as can be.
 */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { deviceName } from "../events.ts";
import type { HubEvent } from "../events.ts";

export interface Delivery {
  readonly event: HubEvent;
  readonly arrivesAt: Instant;
  /** Nothing that is given later arrives before this. */
  readonly now: Instant;
}

export interface FleetOptions {
  readonly devices: number;
  /** Deliveries altogether, repeated ones included. */
  readonly deliveries: number;
  readonly startAt: Instant;
  readonly spanMs: number;
}

const SHARE = { outage: 0.01, repeated: 0.05, delayed: 0.1 };
/** So long the fleet takes to connect for the first time. */
const CONNECTING_MS = HOUR_MS;

/** In the order of `now`. */
export function* generateFleet({ devices, deliveries, startAt, spanMs }: FleetOptions): Generator<Delivery> {
  const random = makeRandom();
  const numbers = new Uint32Array(devices);
  const busyUntil = new Float64Array(devices);
  let left = deliveries;

  function* deliver(
    index: number,
    kind: HubEvent["kind"],
    at: Instant,
    now: Instant = at,
  ): Generator<Delivery> {
    const number = (numbers[index] ?? 0) + 1;
    numbers[index] = number;
    const event: HubEvent = { kind, device: deviceName(index), number, at };
    const times = random() < SHARE.repeated ? 2 : 1;
    for (let time = 0; time < times && left > 0; time += 1) {
      left -= 1;
      yield { event, arrivesAt: at + delayMs(random), now };
    }
  }

  for (let index = 0; index < devices; index += 1) {
    yield* deliver(index, "Connected", startAt + Math.floor((index / devices) * CONNECTING_MS));
  }
  const breaks = left / (2 * (1 + SHARE.repeated));
  const stepMs = (spanMs - CONNECTING_MS) / breaks;
  for (let at = startAt + CONNECTING_MS; left > 1; at += stepMs) {
    const index = Math.floor(random() * devices);
    if ((busyUntil[index] ?? 0) > at) continue;
    const backAt = at + breakMs(random);
    busyUntil[index] = backAt + HOUR_MS;
    yield* deliver(index, "Disconnected", Math.floor(at));
    // A device whose last delivery this was stays disconnected.
    yield* deliver(index, "Connected", Math.floor(backAt), Math.floor(at));
  }
}

function breakMs(random: () => number): number {
  if (random() < SHARE.outage) return 10 * MINUTE_MS + random() * HOUR_MS;
  return 10 * SECOND_MS + random() * 4 * MINUTE_MS;
}

/** Mostly at once; some so late that the next event overtakes it. */
function delayMs(random: () => number): number {
  const soon = SECOND_MS + random() * SECOND_MS;
  return Math.floor(random() < SHARE.delayed ? soon + random() * 5 * MINUTE_MS : soon);
}

/** The same numbers in every run. */
function makeRandom(): () => number {
  let seed = 7;
  return () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
}
