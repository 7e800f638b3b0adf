/** Who flaps, told twice: the simulator's instants at which all is worn off agree with the product's penalties. */
import { describe, expect, it } from "vitest";

import type { HubEvent } from "../../../../dev/chaos/fleet/hub.ts";
import { simulate } from "../../../../dev/chaos/fleet/simulate.ts";
import { DAMPING, GRACE_MS, RECOVERY_MS } from "../../../../dev/chaos/tempo.ts";
import { dropsOf, episodesOf } from "../../../../dev/chaos/truth/damping.ts";
import { tellStory } from "../../../../dev/chaos/truth/story.ts";
import { isSuppressed, reuseAt } from "../../../../functions/domain/damping.ts";
import { NO_EVENTS, fold, lapse } from "../../../../functions/domain/fold.ts";
import { RENEWAL } from "../../domain/policies.ts";

const WAITS = { graceMs: GRACE_MS, recoveryMs: RECOVERY_MS };
const HOUR_MS = 3_600_000;

describe("a member", () => {
  const seconds = (...drops: readonly (readonly [at: number, weight: number])[]) =>
    episodesOf(
      drops.map(([at, weight]) => ({ at: at * 1_000, weight })),
      DAMPING,
    ).map(({ since, until, runSince, drops: count }) => [since, Math.ceil(until), runSince, count]);

  it("flaps from the drop that is one too many until all but the rest is worn off", () => {
    expect(seconds([0, 1], [0, 1], [0, 1])).toEqual([[0, 23_775, 0, 3]]);
    expect(seconds([0, 1.5], [0, 1.5])).toEqual([[0, 23_775, 0, 2]]);
    expect(seconds([0, 1], [15, 1], [30, 1])).toEqual([]);
  });

  it("flaps on while it drops, for no longer than the most after the last of them", () => {
    const often = Array.from({ length: 60 }, (_, n) => [n, 1] as const);
    expect(seconds(...often)).toEqual([[3_000, 59_000 + 60_000, 0, 60]]);
  });

  it("counts a run from the first drop that lay no more than a half-life before the next", () => {
    expect(seconds([0, 1], [15, 1], [16, 1], [17, 1])).toEqual([[17_000, expect.any(Number), 0, 4]]);
    expect(seconds([0, 1], [15.001, 1], [16, 1], [16, 1])).toEqual([[16_000, expect.any(Number), 15_001, 3]]);
  });

  it("flaps anew once it was stable", () => {
    expect(seconds([0, 3], [24, 1.5], [24, 1])).toEqual([
      [0, 23_775, 0, 1],
      [24_000, expect.any(Number), 24_000, 2],
    ]);
  });
});

it("is the one that the product folds, for a fleet's thousands of events, at any moment", () => {
  let flapped = 0;
  for (const seed of [1, 2, 3]) {
    const { events } = simulate({ seed, events: 1_500, from: HOUR_MS });
    for (const own of events.values()) flapped += compareWithFold(own);
  }
  expect(flapped).toBeGreaterThan(1_000);
});

/** After each event of a member, and a while later. @returns how often it flapped. */
function compareWithFold(own: readonly HubEvent[]): number {
  const waits = { ...WAITS, damping: DAMPING, renewal: RENEWAL };
  let flapped = 0;
  for (let count = 1; count <= own.length; count += 1) {
    const known = own.slice(0, count);
    const head = fold(
      NO_EVENTS,
      known.map(({ kind, sequence, at, id }) => ({ kind, sequence, at, eventId: id })),
      waits,
    );
    for (const laterMs of [1, GRACE_MS + 1, 20_000]) {
      const at = head.clock + laterMs;
      const { damping } = lapse(head, at, waits);
      const story = tellStory(known, WAITS, at);
      const episodes = episodesOf(dropsOf(story, DAMPING), DAMPING);
      const standing = episodes.find(({ since, until }) => since <= at && at < Math.ceil(until));
      expect(standing !== undefined).toBe(isSuppressed(damping, at, DAMPING));
      if (standing === undefined || damping === undefined) continue;
      flapped += 1;
      expect(standing).toMatchObject({
        since: damping.suppressedSince,
        runSince: damping.runSince,
        drops: damping.runDrops,
      });
      expect(Math.abs(standing.until - reuseAt(damping, DAMPING))).toBeLessThanOrEqual(1);
    }
  }
  return flapped;
}
