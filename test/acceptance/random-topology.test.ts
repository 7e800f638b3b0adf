/**
 * Gateways, their modules and the leaves behind them in stories that nobody thought of: sites and single ones drop and
 * return, are deleted and made again; events come late and again, many are worked on at once, messages are lost, calls
 * fail and processes die. However it went, in the end the states are those of the events in order, nobody is left in an
 * incident, and whoever was told has heard the end. Where nothing goes wrong, everything is told in time as well.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { DampingSettings } from "../../functions/domain/damping.ts";
import { FLAPPING, UNDAMPED } from "../unit/domain/policies.ts";
import { playInDisorder, playInTime } from "./random-topology/play.ts";
import { disorders, stories } from "./random-topology/stories.ts";

/** A run of all tests has time for so many, always the same; `TOPOLOGY_STORIES=2000 STORIES_SEED=7` is for a night. */
const { TOPOLOGY_STORIES: asked = "12", STORIES_SEED: seed = "6" } = process.env;
/** A failing story is told as it is: making it shorter takes longer than a test may. */
const RUNS = { numRuns: Number(asked), seed: Number(seed), endOnFailure: true };
const timeout = 60_000 + Number(asked) * 5_000;

const DAMPING: readonly (readonly [string, DampingSettings])[] = [
  ["nothing flaps", UNDAMPED],
  ["what flaps is told as such", FLAPPING],
];

test.each(DAMPING)(
  "a fleet is told of in time, and of nothing for longer than it has to be: %s",
  async (_name, damping) => {
    await fc.assert(
      fc.asyncProperty(stories, fc.boolean(), async (story, lossy) => {
        expect((await playInTime(story, damping, lossy)).faults).toEqual([]);
      }),
      RUNS,
    );
  },
  timeout,
);

test.each(DAMPING)(
  "however it went, a fleet's states are true and every opening has its ending: %s",
  async (_name, damping) => {
    await fc.assert(
      fc.asyncProperty(stories, disorders, async (story, disorder) => {
        expect((await playInDisorder(story, damping, disorder)).faults).toEqual([]);
      }),
      RUNS,
    );
  },
  timeout,
);
