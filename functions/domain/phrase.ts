/** Instants, durations and lists as people read them, and as the API writes them. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "./time.ts";
import type { Instant } from "./time.ts";

const UNITS = [
  { name: "d", ms: DAY_MS },
  { name: "h", ms: HOUR_MS },
  { name: "min", ms: MINUTE_MS },
  { name: "s", ms: SECOND_MS },
];

/** A duration as whole units: how often each fits into what the larger ones leave. */
function unitsOf(durationMs: number): { name: string; count: number }[] {
  let restMs = durationMs;
  return UNITS.map(({ name, ms }) => {
    const count = Math.floor(restMs / ms);
    restMs -= count * ms;
    return { name, count };
  });
}

/**
 * A duration in words, to the second, by its two largest units: `20 s`, `5 min`, `1 h 20 min`, `3 d 4 h`.
 * Nobody needs the seconds of an outage of hours. A negative one, of two clocks that disagree, is `0 s`.
 */
export function durationPhrase(durationMs: number): string {
  const roundedMs = Math.round(Math.max(durationMs, 0) / SECOND_MS) * SECOND_MS;
  const units = unitsOf(roundedMs);
  const largest = units.findIndex(({ count }) => count > 0);
  if (largest < 0) return "0 s";
  const spoken = units.slice(largest, largest + 2).filter(({ count }) => count > 0);
  return spoken.map(({ name, count }) => `${count} ${name}`).join(" ");
}

/**
 * A duration in ISO 8601, to the millisecond: `PT20S`, `PT1H20M`, `PT0.5S`, `PT0S`. Hours are the largest unit,
 * since a day of a calendar has not always 24 of them. A negative one is `PT0S`.
 */
export function isoDuration(durationMs: number): string {
  const wholeMs = Math.max(Math.round(durationMs), 0);
  const hours = Math.floor(wholeMs / HOUR_MS);
  const minutes = Math.floor((wholeMs % HOUR_MS) / MINUTE_MS);
  const seconds = (wholeMs % MINUTE_MS) / SECOND_MS;
  const parts = [
    hours > 0 ? `${hours}H` : "",
    minutes > 0 ? `${minutes}M` : "",
    seconds > 0 ? `${seconds}S` : "",
  ];
  return `PT${parts.join("") || "0S"}`;
}

/** An instant in RFC 3339, in UTC, with milliseconds. Throws `RangeError` for what a calendar cannot hold. */
export function isoInstant(at: Instant): string {
  return new Date(at).toISOString();
}

/** The day and the time of day of an instant, as the clocks of a zone show them. */
export interface LocalTime {
  /** `21 Nov` */
  readonly day: string;
  /** `14:02` */
  readonly clock: string;
}

/** By zone: a formatter costs far more to make than to use, and a fleet has few zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** What the clocks of an IANA zone show at an instant. Throws `RangeError` for a zone that is none. */
export function localTime(at: Instant, zone: string): LocalTime {
  const parts = { day: "", month: "", hour: "", minute: "" };
  for (const { type, value } of formatterOf(zone).formatToParts(at)) {
    if (type === "day" || type === "month" || type === "hour" || type === "minute") parts[type] = value;
  }
  return { day: `${parts.day} ${parts.month}`, clock: `${parts.hour}:${parts.minute}` };
}

/** The first few of `count` names: `a, b and 440 more`, or all: `a, b`. */
export function namesPhrase(names: readonly string[], count: number): string {
  const others = Math.max(count - names.length, 0);
  const listed = names.join(", ");
  return others === 0 || listed === "" ? listed : `${listed} and ${others} more`;
}
