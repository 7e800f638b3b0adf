/** The event reader over mutated fixtures: a sample of what `npm run fuzz` does, and proof that each mutation can fail. */
import { describe, expect, it } from "vitest";
import { readEvents } from "../../functions/adapters/event-grid/read-events.ts";
import { NOW } from "../unit/adapters/event-grid/samples.ts";
import { careless } from "./events/careless-readers.ts";
import { expectedEvent } from "./events/expected-event.ts";
import { EVENT_TEXTS, GOOD_EVENT_TEXTS, parseJson } from "./events/fixtures.ts";
import { type EventsReader, fuzzEvents } from "./events/fuzz-events.ts";
import { EVENT_MUTATIONS } from "./events/mutations.ts";
import { slowness } from "./processor-time.ts";

const SEED = 20_221_108;
const CASES = 12_000;
/** How much longer than a valid body a mutated one may take, for each character. */
const TIMES_AS_SLOW = 100;
const CHUNK = 250;
const PATIENCE = { timeout: 300_000 };

describe("mutated events", () => {
  it(`are read or refused as promised, ${CASES} of them`, PATIENCE, async () => {
    const report = await fuzzEvents(readEvents, SEED, CASES);
    expect(report.findings).toEqual([]);
    for (const { input } of report.slowest) {
      const times = await slowness((text) => readEvents(text, NOW), input, `[${GOOD_EVENT_TEXTS.join(",")}]`);
      expect(times).toBeLessThan(TIMES_AS_SLOW);
    }
    const seldom = EVENT_MUTATIONS.filter(({ kind }) => {
      const { accepted, refused } = report.byKind.get(kind) ?? { accepted: 0, refused: 0 };
      return Math.min(accepted, refused) < 10;
    });
    expect(seldom).toEqual([]);
    const reasons = "notJson notAnEvent unknownType badIdentity badSequence badTime";
    const evidence = "connected disconnected created deleted telemetry";
    const ends = `${reasons} ${evidence}`.split(" ");
    expect(ends.filter((end) => (report.reasons.get(end) ?? 0) < 100)).toEqual([]);
  });

  it("are judged by schemas that know the fixtures", () => {
    const accepted = (text: string): boolean => expectedEvent(parseJson(text), NOW) !== undefined;
    expect(GOOD_EVENT_TEXTS.filter(accepted)).toHaveLength(GOOD_EVENT_TEXTS.length);
    expect(EVENT_TEXTS.filter((text) => !accepted(text))).toHaveLength(1);
  });
});

/** Whether a mutation of a kind shows within `CASES` that a reader is at fault. */
async function shows(kind: string, read: EventsReader): Promise<boolean> {
  for (let from = 0; from < CASES; from += CHUNK) {
    const { findings } = await fuzzEvents(read, SEED, CHUNK, from);
    if (findings.some(({ kinds }) => kinds.includes(kind))) return true;
  }
  return false;
}

describe("a careless reader is found out", () => {
  it.each(careless)("that $fault, by: $kind", PATIENCE, async ({ kind, read }) => {
    expect(await shows(kind, read)).toBe(true);
  });
});
