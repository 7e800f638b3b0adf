/**
 * NCRONTAB schedules of six fields (second, minute, hour, day, month, day of week), in UTC as the host reads them. Each
 * field is a list of `*`, numbers and ranges, each with an optional step; names of months and days are not read.
 */

/** The text is no schedule that the runner can read. */
export class ScheduleError extends Error {
  override name = "ScheduleError";
}

/** The first instant after `afterMs` (epoch milliseconds) at which the schedule is due. */
export type Schedule = (afterMs: number) => number;

type Field = { readonly name: string; readonly min: number; readonly max: number };
type Allowed = ReadonlySet<number>;

const fields: readonly Field[] = [
  { name: "second", min: 0, max: 59 },
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day", min: 1, max: 31 },
  { name: "month", min: 1, max: 12 },
  { name: "day of week", min: 0, max: 6 },
];

// The longest that a date and a weekday can take to meet again: 28 years, 40 across a century without a leap day.
const searchYears = 41;

/** Throws ScheduleError for what it cannot read and for a day that never comes. */
export function parseSchedule(text: string): Schedule {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== fields.length) {
    throw new ScheduleError(
      `The schedule "${text}" must have six fields: second minute hour day month weekday.`,
    );
  }
  const allowed = fields.map((field, at) => parseField(parts[at] ?? "", field, text));
  const [seconds, minutes, hours, days, months, weekdays] = allowed;
  const none: Allowed = new Set();
  const matchers = {
    seconds: seconds ?? none,
    minutes: minutes ?? none,
    hours: hours ?? none,
    days: days ?? none,
    months: months ?? none,
    weekdays: weekdays ?? none,
  };
  const schedule: Schedule = (afterMs) => nextDue(matchers, afterMs, text);
  schedule(0);
  return schedule;
}

function parseField(part: string, field: Field, text: string): Allowed {
  const values = new Set<number>();
  for (const item of part.split(",")) {
    const groups = /^(?:\*|(?<from>\d+)(?:-(?<to>\d+))?)(?:\/(?<step>\d+))?$/.exec(item)?.groups;
    const from = Number(groups?.["from"] ?? field.min);
    const openEnd = groups?.["from"] === undefined || groups["step"] !== undefined ? field.max : from;
    const to = Number(groups?.["to"] ?? openEnd);
    const step = Number(groups?.["step"] ?? 1);
    if (groups === undefined || step === 0 || from < field.min || to > field.max || from > to) {
      throw new ScheduleError(`The schedule "${text}" has no valid ${field.name}: "${part}".`);
    }
    for (let value = from; value <= to; value += step) {
      values.add(value);
    }
  }
  return values;
}

type Matchers = Record<"seconds" | "minutes" | "hours" | "days" | "months" | "weekdays", Allowed>;

/** Skips whole months, days, hours and minutes that do not fit, so that even a yearly schedule takes few steps. */
function nextDue(allowed: Matchers, afterMs: number, text: string): number {
  const at = new Date(Math.floor(afterMs / 1000) * 1000 + 1000);
  const lastYear = at.getUTCFullYear() + searchYears;
  while (at.getUTCFullYear() <= lastYear) {
    if (!allowed.months.has(at.getUTCMonth() + 1)) {
      at.setUTCMonth(at.getUTCMonth() + 1, 1);
      at.setUTCHours(0, 0, 0);
    } else if (!allowed.days.has(at.getUTCDate()) || !allowed.weekdays.has(at.getUTCDay())) {
      at.setUTCHours(24, 0, 0);
    } else if (!allowed.hours.has(at.getUTCHours())) {
      at.setUTCHours(at.getUTCHours() + 1, 0, 0);
    } else if (!allowed.minutes.has(at.getUTCMinutes())) {
      at.setUTCMinutes(at.getUTCMinutes() + 1, 0);
    } else if (!allowed.seconds.has(at.getUTCSeconds())) {
      at.setUTCSeconds(at.getUTCSeconds() + 1);
    } else {
      return at.getTime();
    }
  }
  throw new ScheduleError(`The schedule "${text}" is never due.`);
}
