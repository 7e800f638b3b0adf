/** The events that are mutated: every one of the fixtures, and some that say the same in another way. */
import { FIXTURES, fixture } from "../../unit/adapters/event-grid/samples.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export function parseJson(text: string): Json {
  const parsed: Json = JSON.parse(text);
  return parsed;
}

export const EVENT_TEXTS: readonly string[] = FIXTURES.flatMap(fixture).map((event) => JSON.stringify(event));

/** Those that are accepted as they are: a subscription's handshake is none of a device's events. */
export const GOOD_EVENT_TEXTS = EVENT_TEXTS.filter((text) => text.includes("Microsoft.Devices."));
