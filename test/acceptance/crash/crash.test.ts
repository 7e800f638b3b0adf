/**
 * Whatever call of whatever port goes wrong, once, in whatever way: the story ends as if nothing had happened. The
 * same documents, the same messages in the same order, and at most one of them twice, where a provider cannot be asked.
 *
 * Two stories are tried at every call that matters, the others at some, and pairs of calls at random. `CRASH=busy`
 * tries every call that matters of all stories, `CRASH=all` every call, also of sweeps that find nothing to do, and
 * `CRASH="a blip: 41 killAfter"` a single one.
 */
import { expect, test } from "vitest";
import { seeded } from "../../ports/unruly.ts";
import { faultsOf, play, pointsOf } from "./play.ts";
import type { Point, Run } from "./play.ts";
import { report } from "./report.ts";
import type { Failure } from "./report.ts";
import { STORIES, STURDY } from "./stories.ts";
import type { Story } from "./stories.ts";

const WHOLE = new Set(["a device with a module", "providers that refuse the first attempt"]);
/** So many points of each other story, and so many pairs. */
const SAMPLED = 20;
const ALL_PAIRS = 400;
/** How many calls a second mishap comes after the first, at most: it meets what mends that. */
const APART = 60;
const ALL_MS = 60 * 60_000;
const { CRASH: asked } = process.env;

function chosen({ name }: Story, calm: Run): Point[] {
  if (asked === "all" || asked === "busy") return pointsOf(calm, asked);
  if (asked !== undefined) {
    return pointsOf(calm, "all").filter(({ nth, way }) => asked.startsWith(`${name}: ${nth} ${way}`));
  }
  const busy = pointsOf(calm, "busy");
  const random = seeded(SAMPLED);
  return WHOLE.has(name) ? busy : busy.filter(() => random() < SAMPLED / busy.length);
}

function* pairsOf(calm: Run): Generator<readonly Point[]> {
  const busy = pointsOf(calm, "busy");
  const random = seeded(SAMPLED);
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let left = asked === undefined ? SAMPLED : ALL_PAIRS; left > 0; left -= 1) {
    const [first, other] = [busy[below(busy.length)], busy[below(busy.length)]];
    if (first !== undefined && other !== undefined) {
      yield [first, { nth: first.nth + 1 + below(APART), way: other.way }];
    }
  }
}

async function failuresOf(story: Story, calm: Run, tried: Iterable<readonly Point[]>): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const points of tried) {
    const run = await play(story, ...points);
    const faults = faultsOf(calm, run, points.length);
    if (faults.length > 0) failures.push({ points, run, faults });
  }
  return failures;
}

test.each(STORIES)(
  "one call goes wrong: $name",
  async (story) => {
    const calm = await play(story);
    const told = calm.accepted.map(({ target, notice: { word, count } }) => `${target.id} ${word} ×${count}`);
    expect(told.toSorted()).toEqual(story.told.toSorted());
    expect(faultsOf(calm, calm, 0)).toEqual([]);
    const failures = await failuresOf(
      story,
      calm,
      chosen(story, calm).map((point) => [point]),
    );
    expect(report(story.name, failures)).toBe("");
  },
  ALL_MS,
);

test.each(STURDY)(
  "and a second one soon after: $name",
  async (story) => {
    const calm = await play(story);
    expect(report(story.name, await failuresOf(story, calm, pairsOf(calm)))).toBe("");
  },
  ALL_MS,
);
