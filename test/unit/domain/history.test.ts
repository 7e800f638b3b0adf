import { describe, expect, test } from "vitest";
import type { ConnectionEvent } from "../../../functions/domain/evidence.ts";
import { NO_EVENTS, fold } from "../../../functions/domain/fold.ts";
import { derive, recentTransitions } from "../../../functions/domain/history.ts";
import type { Timeline } from "../../../functions/domain/history.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down, seq, up } from "./histories.ts";

const min = (count: number): number => count * MINUTE_MS;
const NOTICED_AT = T0 + min(99);

const timelineOf = (...events: ConnectionEvent[]): Timeline => ({
  identity: IDENTITY,
  base: NO_EVENTS,
  recent: events.map((one) => ({ ...one, noticedAt: NOTICED_AT })),
});

/** `offline! 60000` is a confirmed one, `online? 0` one whose change was hidden. */
const told = (timeline: Timeline, nowMs: number): string[] =>
  derive(timeline, SETTINGS, T0 + nowMs).map(
    ({ transition: { state, at, hidden }, confirmed }) =>
      `${state}${confirmed ? "!" : ""}${hidden === true ? "?" : ""} ${at - T0}`,
  );

const out = [up(1, 0), down(2, min(1))];
const back = [...out, up(3, min(8))];
const again = [...back, down(4, min(9))];
const home = [...again, up(5, min(10))];
const RECOVERED_MS = min(8) + 90 * SECOND_MS;

describe("what the kept events amount to", () => {
  test.each<[string, readonly ConnectionEvent[], number, string[]]>([
    ["nothing without events", [], 0, []],
    ["a connect", [up(1, 0)], 0, ["online 0"]],
    ["a drop inside its grace", out, min(6) - 1, ["online 0", "suspect 60000"]],
    ["a drop at its deadline", out, min(6), ["online 0", "offline! 60000"]],
    ["a return before it", [...out, up(3, min(2))], min(60), ["online 0", "suspect 60000", "online 120000"]],
    [
      "a return inside the recovery",
      back,
      RECOVERED_MS - 1,
      ["online 0", "offline! 60000", "recovering 480000"],
    ],
    ["a return after it", back, RECOVERED_MS, ["online 0", "offline! 60000", "online! 480000"]],
    [
      "a drop inside the recovery continues the outage: nothing new is confirmed",
      again,
      min(60),
      ["online 0", "offline! 60000", "recovering 480000", "offline 540000"],
    ],
    [
      "only the last return ends it",
      home,
      min(60),
      ["online 0", "offline! 60000", "recovering 480000", "offline 540000", "online! 600000"],
    ],
    ["a connect after a connect hides a drop", [up(1, 0), up(3, min(1))], 0, ["online 0", "online? 60000"]],
    [
      "a disconnect after a disconnect hides a return",
      [down(1, 0), down(3, min(1))],
      min(2),
      ["suspect 0", "suspect? 60000"],
    ],
  ])("%s", (_title, events, nowMs, expected) => {
    expect(told(timelineOf(...events), nowMs)).toEqual(expected);
  });

  test("the base goes before: its outage goes on, its link is known", () => {
    const base = fold(NO_EVENTS, [up(1, 0), down(2, min(1)), up(3, min(8))], SETTINGS);
    expect(told({ ...timelineOf(up(4, min(9))), base }, min(9))).toEqual(["recovering? 540000"]);
  });

  test("what is kept aside is no transition", () => {
    const timeline = { ...timelineOf(down(1, 0), up(2, min(1))), tombstone: { at: T0 - 1 } };
    expect(told(timeline, min(1))).toEqual(["online 60000"]);
  });

  test("a transition says of whom, of which event, and when it was learnt", () => {
    const [first] = recentTransitions(timelineOf(...out), SETTINGS, T0 + min(6));
    expect(first).toEqual({
      identity: IDENTITY,
      state: "online",
      at: T0,
      cause: seq(1),
      noticedAt: NOTICED_AT,
      source: "event",
    });
  });

  test("readers get the confirmed states", () => {
    const states = recentTransitions(timelineOf(...out), SETTINGS, T0 + min(6)).map(({ state }) => state);
    expect(states).toEqual(["online", "offline"]);
  });
});
