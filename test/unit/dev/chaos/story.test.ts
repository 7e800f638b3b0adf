/** The truth of a run, told twice: the simulator's reckoning by stretches agrees with the product's fold. */
import { describe, expect, it } from "vitest";

import type { HubEvent } from "../../../../dev/chaos/fleet/hub.ts";
import { simulate } from "../../../../dev/chaos/fleet/simulate.ts";
import { tellStory } from "../../../../dev/chaos/truth/story.ts";
import { decide, unknownConnection } from "../../../../functions/domain/decide.ts";
import { recentTransitions } from "../../../../functions/domain/history.ts";
import { parseSequence } from "../../../../functions/domain/sequence.ts";
import { member } from "./seen-facts.ts";
import { FLAPPING, RENEWAL } from "../../domain/policies.ts";

const WAITS = { graceMs: 5_000, recoveryMs: 2_000, damping: FLAPPING, renewal: RENEWAL };
const HOUR_MS = 3_600_000;
/** Long after all of it. */
const NOW = 3 * HOUR_MS;

function told(...steps: readonly (readonly [kind: "up" | "down", at: number])[]) {
  const { identity, key } = member("s02-pump1");
  const events = steps.map(([kind, at], index): HubEvent => {
    const sequence = parseSequence((index + 1).toString(16));
    if (sequence === undefined) throw new Error("it is a number");
    const connects = kind === "up" ? "connected" : "disconnected";
    return { identity, key, kind: connects, sequence, at, emittedAt: at, id: String(index) };
  });
  const { transitions, outages, state, since } = tellStory(events, WAITS);
  const words = transitions.map(
    (one) => `${one.state}${one.confirms ? "!" : ""}${one.hidden ? " hidden" : ""}`,
  );
  return { words, outages: outages.map((one) => [one.since, one.until]), state, since };
}

describe("a story", () => {
  it.each<readonly [string, ReturnType<typeof told>, ReturnType<typeof told>]>([
    [
      "a blip is nobody's business",
      told(["up", 0], ["down", 10_000], ["up", 14_999]),
      { words: ["online", "suspect", "online"], outages: [], state: "online", since: 14_999 },
    ],
    [
      "at exactly the grace it is an outage",
      told(["up", 0], ["down", 10_000], ["up", 15_000]),
      {
        words: ["online", "offline!", "online!"],
        outages: [[10_000, 15_000]],
        state: "online",
        since: 15_000,
      },
    ],
    [
      "a return that does not last ends nothing",
      told(["up", 0], ["down", 10_000], ["up", 20_000], ["down", 21_999], ["up", 22_500]),
      {
        words: ["online", "offline!", "recovering", "offline", "online!"],
        outages: [[10_000, 22_500]],
        state: "online",
        since: 22_500,
      },
    ],
    [
      "one that lasts exactly long enough does",
      told(["up", 0], ["down", 10_000], ["up", 20_000], ["down", 22_000]),
      {
        words: ["online", "offline!", "online!", "offline!"],
        outages: [
          [10_000, 20_000],
          [22_000, undefined],
        ],
        state: "offline",
        since: 22_000,
      },
    ],
    [
      "a hidden return begins the grace anew",
      told(["up", 0], ["down", 10_000], ["down", 14_000], ["up", 18_000]),
      {
        words: ["online", "suspect", "suspect hidden", "online"],
        outages: [],
        state: "online",
        since: 18_000,
      },
    ],
    [
      "time does not run backwards where two nodes' clocks disagree",
      told(["up", 10_000], ["down", 9_900], ["up", 14_900]),
      { words: ["online", "suspect", "online"], outages: [], state: "online", since: 14_900 },
    ],
  ])("%s", (_, story, expected) => {
    expect(story).toEqual(expected);
  });

  it("is the one that the product folds, for a fleet's thousands of events", () => {
    for (const seed of [1, 2, 3]) {
      const { events } = simulate({ seed, events: 1_500, from: HOUR_MS });
      for (const own of events.values()) {
        const story = tellStory(own, WAITS);
        const { connection, recent } = folded(own);
        expect(connection.state).toMatchObject({ name: story.state, since: story.since });
        const ended = story.outages.filter(({ until }) => until !== undefined).length;
        expect(connection.head.outages).toBeGreaterThanOrEqual(ended);
        expect(connection.head.outages).toBeLessThanOrEqual(story.outages.length);
        expect(story.transitions.slice(-recent.length)).toEqual(
          recent.map(({ state, at, cause, hidden = false }) =>
            expect.objectContaining({ state, at, cause, hidden }),
          ),
        );
      }
    }
  });
});

function folded(events: readonly HubEvent[]) {
  const [first] = events;
  if (first === undefined) throw new Error("there are no events");
  let connection = unknownConnection(first.identity);
  for (const { kind, sequence, at, id } of events) {
    connection = decide(connection, { kind, sequence, at, eventId: id }, WAITS, NOW).next;
  }
  connection = decide(connection, { kind: "sweep" }, WAITS, NOW).next;
  return {
    connection,
    recent: recentTransitions(connection, { ...WAITS, judged: connection.judged }, NOW),
  };
}
