/** The life that most identities lead: connected, with a short break now and then, of which nobody is told. */
import { HOUR_MS, MINUTE_MS } from "../functions/domain/time.ts";
import type { Instant } from "../functions/domain/time.ts";
import type { HubEvent } from "./events.ts";

const FIRST_AT: Instant = Date.UTC(2026, 10, 21);
/** Between one break and the next. */
export const EVERY_MS = HOUR_MS;
const BREAK_MS = 2 * MINUTE_MS;

/**
 * The events of a device by number: 1 is its first connect, every even one a disconnect, and every odd one the
 * connect two minutes later. The breaks are an hour apart, so that what is kept grows with their number.
 */
export function blipEvent(device: string, number: number, firstAt: Instant = FIRST_AT): HubEvent {
  const breaks = Math.floor(number / 2);
  const isConnect = number % 2 === 1;
  const isBack = isConnect && number > 1;
  const at = firstAt + breaks * EVERY_MS + (isBack ? BREAK_MS : 0);
  return { kind: isConnect ? "Connected" : "Disconnected", device, number, at };
}
