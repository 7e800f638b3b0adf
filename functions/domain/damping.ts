/**
 * Route flap damping (RFC 2439): each drop adds to a penalty that halves with time. Above `suppress` an identity is
 * suppressed, and told of once, as flapping; below `reuse` it is not any more. All of it is by the time of the events:
 * what was learnt late counts as if it had been known.
 */
import type { Instant } from "./time.ts";

export interface DampingSettings {
  readonly halfLifeMs: number;
  /** From this penalty on an identity is suppressed, until it has fallen to `reuse`. */
  readonly suppress: number;
  readonly reuse: number;
  /** At most so long after the last drop: what the penalty is clamped by. */
  readonly maxSuppressMs: number;
  /** What a drop adds; and what it adds once it proved to be the first of an outage that lasted its grace. */
  readonly drop: number;
  readonly outage: number;
  /** An outage that lasts longer than this, and three graces, is told in spite of it. */
  readonly longOutageMs: number;
}

/** As of the last drop that counts. */
export interface Damping {
  readonly penalty: number;
  readonly at: Instant;
  /** The drop with which the suppression began; it may have ended since. */
  readonly suppressedSince?: Instant | undefined;
  /** The run: drops that lie no more than a half-life apart, and all of a suppression. Since the first, and how many. */
  readonly runSince: Instant;
  readonly runDrops: number;
  /** Of the last run in which it was suppressed, how many as of the last that fell into the suppression. */
  readonly flappedDrops?: number | undefined;
}

/** The damping after a drop at `at`, which is not before the last one. */
export function addDrop(before: Damping | undefined, at: Instant, settings: DampingSettings): Damping {
  const { halfLifeMs, suppress, drop } = settings;
  const suppressed = isSuppressed(before, at, settings) ? before?.suppressedSince : undefined;
  const penalty = clamped(penaltyAt(before, at, settings) + drop, settings);
  const goesOn = before !== undefined && (suppressed !== undefined || at - before.at <= halfLifeMs);
  const suppressedSince = suppressed ?? (penalty >= suppress ? at : undefined);
  const runDrops = goesOn ? before.runDrops + 1 : 1;
  return {
    penalty,
    at,
    suppressedSince,
    runSince: goesOn ? before.runSince : at,
    runDrops,
    flappedDrops: suppressedSince === undefined ? before?.flappedDrops : runDrops,
  };
}

/** The damping once the last drop proved to be the first of an outage: as if it had been known at its instant. */
export function addOutage(before: Damping, settings: DampingSettings): Damping {
  const { suppress, drop, outage } = settings;
  const penalty = clamped(before.penalty + Math.max(0, outage - drop), settings);
  const began = penalty >= suppress ? before.at : undefined;
  const suppressedSince = before.suppressedSince ?? began;
  const flappedDrops = suppressedSince === undefined ? before.flappedDrops : before.runDrops;
  return { ...before, penalty, suppressedSince, flappedDrops };
}

/** The penalty at `at`, which is not before the last drop. */
export function penaltyAt(
  damping: Damping | undefined,
  at: Instant,
  { halfLifeMs }: DampingSettings,
): number {
  return damping === undefined ? 0 : damping.penalty * 2 ** ((damping.at - at) / halfLifeMs);
}

/** When the penalty has fallen to `reuse`; for ever past where it never was above. */
export function reuseAt({ penalty, at }: Damping, { halfLifeMs, reuse }: DampingSettings): Instant {
  return at + Math.max(0, Math.ceil(halfLifeMs * Math.log2(penalty / reuse)));
}

/** Half-open, like every interval: at the instant of its reuse it is suppressed no more. */
export function isSuppressed(damping: Damping | undefined, at: Instant, settings: DampingSettings): boolean {
  return damping?.suppressedSince !== undefined && at < reuseAt(damping, settings);
}

/** The ceiling lies above `suppress`. */
function clamped(penalty: number, { suppress, reuse, maxSuppressMs, halfLifeMs }: DampingSettings): number {
  return penalty < suppress ? penalty : Math.min(penalty, reuse * 2 ** (maxSuppressMs / halfLifeMs));
}
