/**
 * Token renewal: many SDKs give up their MQTT connection once an hour and make another one. Three short drops in a row
 * in the same rhythm are taken for that: they wait longer, and count neither as drops nor as outages.
 */
import type { Instant } from "./time.ts";

export interface RenewalSettings {
  /** How many drops in a row make a rhythm. */
  readonly drops: number;
  /** A drop that lasts longer is no renewal. */
  readonly gapAtMostMs: number;
  /** How far apart two of them lie, at least and at most. */
  readonly shortestPeriodMs: number;
  readonly longestPeriodMs: number;
  /** How much the periods may differ, as a share of their mean. */
  readonly tolerance: number;
}

/** The rhythm of an identity's drops, as of the last of them. */
export interface Rhythm {
  readonly at: Instant;
  /** The last periods, oldest first, in a row within their bounds, each between two drops that were short. */
  readonly periods: readonly number[];
  /** Set while the last drop may prove to be a renewal: the period by which it came. */
  readonly expectedMs?: number | undefined;
  /** The last drop that was one, and the period by which it came. */
  readonly renewal?: { readonly at: Instant; readonly periodMs: number } | undefined;
}

const NONE: readonly number[] = [];

/**
 * The rhythm after a drop at `at`, which is not over yet.
 * @param endedAt when the drop before it was over: at this one, where no connect is known between them.
 */
export function addToRhythm(
  before: Rhythm | undefined,
  at: Instant,
  endedAt: Instant,
  settings: RenewalSettings,
): Rhythm {
  if (before === undefined) return { at, periods: NONE };
  const { renewal } = before;
  const { gapAtMostMs, shortestPeriodMs, longestPeriodMs } = settings;
  const periodMs = at - before.at;
  const isInTime = periodMs >= shortestPeriodMs && periodMs <= longestPeriodMs;
  if (!isInTime || endedAt - before.at > gapAtMostMs) return { at, periods: NONE, renewal };
  const periods = [...before.periods, periodMs].slice(1 - settings.drops);
  return { at, periods, expectedMs: isRhythm(periods, settings) ? periodMs : undefined, renewal };
}

/** The rhythm once its last drop was over: a renewal, if it was expected and has not outlasted its gap. */
export function endDrop(before: Rhythm): Rhythm {
  const { at, periods, expectedMs } = before;
  return expectedMs === undefined ? before : { at, periods, renewal: { at, periodMs: expectedMs } };
}

/** The rhythm once its last drop has outlasted the gap: it is no renewal, and one off the rhythm ends the label. */
export function outlastGap({ at, periods, expectedMs, renewal }: Rhythm): Rhythm {
  return { at, periods, renewal: expectedMs === undefined ? undefined : renewal };
}

/** How often it renews, where that is how it behaves at `at`: its last renewal is less than two periods past. */
export function renewalPeriod(rhythm: Rhythm | undefined, at: Instant): number | undefined {
  const renewal = rhythm?.renewal;
  return renewal !== undefined && at < renewal.at + 2 * renewal.periodMs ? renewal.periodMs : undefined;
}

/** Whether there are as many as make a rhythm, and they differ by no more than that allows. */
function isRhythm(periods: readonly number[], { drops, tolerance }: RenewalSettings): boolean {
  if (periods.length < drops - 1) return false;
  const mean = periods.reduce((sum, period) => sum + period, 0) / periods.length;
  return Math.max(...periods) - Math.min(...periods) <= tolerance * mean;
}
