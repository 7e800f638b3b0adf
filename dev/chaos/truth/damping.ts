/**
 * Who flaps by the truth, told another way than the product tells it: not by a penalty as of the last drop but by the instant
 * at which all that was added will be worn off. That instant alone says what the penalty is at any other.
 */
import type { DampingSettings } from "../../../functions/domain/damping.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { Stretch, Story } from "./story.ts";

export interface Drop {
  readonly at: Instant;
  readonly weight: number;
}

/** A time during which it flaps. */
export interface Episode {
  /** The drop that was one too many. */
  readonly since: Instant;
  /** When it is worn off. Half-open. */
  readonly until: Instant;
  /** Of the run that led to it: the first drop, and how many. */
  readonly runSince: Instant;
  readonly drops: number;
}

/** Each disconnect, and each connect that follows another: the drop between them was hidden. */
export function dropsOf(story: Story | undefined, { drop, outage }: DampingSettings): Drop[] {
  if (story === undefined) return [];
  const { stretches, outages } = story;
  const begun = new Set(outages.map(({ first }) => first));
  return stretches.flatMap(({ at, up, hidden }: Stretch, place): Drop[] =>
    up && !hidden ? [] : [{ at, weight: begun.has(place) ? Math.max(outage, drop) : drop }],
  );
}

/** `drops`: in order of time. */
export function episodesOf(drops: readonly Drop[], settings: DampingSettings): Episode[] {
  const { halfLifeMs, suppress, reuse, maxSuppressMs } = settings;
  const episodes: Episode[] = [];
  let wornAt = -Infinity;
  let last = -Infinity;
  let run = { since: -Infinity, drops: 0 };
  for (const { at, weight } of drops) {
    const standing = episodes.at(-1);
    const flaps = standing !== undefined && at < standing.until;
    const penalty = reuse * 2 ** ((wornAt - at) / halfLifeMs) + weight;
    wornAt = at + Math.min(maxSuppressMs, halfLifeMs * Math.log2(penalty / reuse));
    const goesOn = flaps || at - last <= halfLifeMs;
    run = goesOn ? { ...run, drops: run.drops + 1 } : { since: at, drops: 1 };
    last = at;
    if (flaps) episodes[episodes.length - 1] = { ...standing, until: wornAt, drops: run.drops };
    else if (penalty >= suppress)
      episodes.push({ since: at, until: wornAt, runSince: run.since, drops: run.drops });
  }
  return episodes;
}
