/**
 * The time of an event, read from its text: the SDK turns nonsense into an Invalid Date and says nothing.
 * IoT Hub writes seven fractional digits and `Z` or `+00:00`.
 */
import { DAY_MS, MINUTE_MS } from "../../domain/time.ts";
import type { Instant } from "../../domain/time.ts";
import { quote, UnreadableEventError } from "./unreadable.ts";

/** Clocks of the hub's nodes differ; what is further ahead than this counts as arrived now. */
const TOLERANCE_MS = 2 * MINUTE_MS;

const RFC_3339 =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d+))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** `Date.parse` takes the 30th of February for the 2nd of March. */
function isCalendarDay(date: string): boolean {
  const day = Number(date.slice(-2));
  return day <= 28 || new Date(`${date}T00:00:00Z`).getUTCDate() === day;
}

/**
 * An RFC 3339 time in any offset, cut to milliseconds; undefined for what is none. Times before 1970 are none
 * either: they are .NET's way to say "no time" (0001-01-01).
 */
export function parseEventTime(text: string): Instant | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [, date = "", clock = "", fraction = "", offset = ""] = match;
  if (!isCalendarDay(date)) return undefined;
  const milliseconds = fraction.slice(0, 3).padEnd(3, "0");
  const at = Date.parse(`${date}T${clock}.${milliseconds}${offset.toUpperCase()}`);
  return at >= 0 ? at : undefined;
}

/**
 * The instant of an event that arrives at `now`: its own time, or `now` when that lies more than 2 min ahead.
 * Throws `UnreadableEventError` for a time that is none or more than a day ahead.
 */
export function readEventTime(raw: unknown, field: string, now: Instant): Instant {
  if (typeof raw !== "string") throw new UnreadableEventError("badTime", `\`${field}\` must be a text.`);
  const at = parseEventTime(raw);
  if (at === undefined) {
    throw new UnreadableEventError("badTime", `\`${field}\` is no RFC 3339 time: ${quote(raw)}.`);
  }
  if (at > now + DAY_MS) {
    throw new UnreadableEventError("badTime", `\`${field}\` is more than a day ahead: ${quote(raw)}.`);
  }
  return at > now + TOLERANCE_MS ? now : at;
}
