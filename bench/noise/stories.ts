/**
 * What makes noise where nobody listens: identities that toggle every minute, and identities that renew their tokens.
 * Each begins a little after the one before it, so that they do not all change at once.
 */
import { MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { deviceName } from "../events.ts";
import type { HubEvent } from "../events.ts";
import type { Delivery } from "../fleet/generate.ts";

/** The deliveries of a round, in an order in which a world can take them. Round 0 is the first connect of each. */
export type Rounds = (round: number) => Iterable<Delivery>;

export const STORY_START: Instant = Date.UTC(2026, 10, 21);
const TOGGLES = 10;
const TOGGLE_MS = MINUTE_MS;
export const PERIOD_MS = 65 * MINUTE_MS;
const GAP_MS = 20 * SECOND_MS;
const ARRIVAL_MS = SECOND_MS;

/** Ten minutes each: by turns disconnected and connected again, so that a round ends as it began. */
export function flapping(devices: number): Rounds {
  return function* (round) {
    const numbers =
      round === 0 ? [1] : Array.from({ length: TOGGLES }, (_, index) => (round - 1) * TOGGLES + 2 + index);
    for (const number of numbers) {
      for (let index = 0; index < devices; index += 1) yield toggle(index, number, devices);
    }
  };
}

function toggle(index: number, number: number, devices: number): Delivery {
  const at = STORY_START + (number - 1) * TOGGLE_MS + Math.floor((index / devices) * TOGGLE_MS);
  return delivery({
    kind: number % 2 === 1 ? "Connected" : "Disconnected",
    device: deviceName(index),
    number,
    at,
  });
}

/** A period each: away for twenty seconds at its beginning. */
export function renewing(devices: number): Rounds {
  return function* (round) {
    for (let index = 0; index < devices; index += 1) {
      const device = deviceName(index);
      const at = STORY_START + round * PERIOD_MS + Math.floor((index / devices) * PERIOD_MS);
      const number = 2 * round + 1;
      if (round === 0) {
        yield delivery({ kind: "Connected", device, number, at });
        continue;
      }
      yield delivery({ kind: "Disconnected", device, number: number - 1, at });
      yield delivery({ kind: "Connected", device, number, at: at + GAP_MS }, at);
    }
  };
}

function delivery(event: HubEvent, now: Instant = event.at): Delivery {
  return { event, arrivesAt: event.at + ARRIVAL_MS, now };
}
