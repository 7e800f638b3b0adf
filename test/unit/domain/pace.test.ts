import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AT_ONCE, PACE_MS, nextTurn } from "../../../functions/domain/pace.ts";
import { T0 } from "./histories.ts";

/** The turns of messages that are wanted at these instants, one after another. */
function turnsOf(wanted: readonly number[]): number[] {
  let taken: number | undefined;
  return wanted.map((now) => {
    const { at, takenUntil } = nextTurn(taken, now);
    taken = takenUntil;
    return at;
  });
}

describe("the pace of one target", () => {
  test("a few go at once, and the others one every two seconds", () => {
    const turns = turnsOf(Array.from({ length: 8 }, () => T0)).map((at) => (at - T0) / 1000);
    expect(turns).toEqual([0, 0, 0, 0, 0, 2, 4, 6]);
  });

  test("a silence gives back what was used, and no more", () => {
    const turns = turnsOf([T0, T0, T0, T0, T0, ...Array.from({ length: 6 }, () => T0 + 60_000)]);
    expect(turns.slice(5).map((at) => (at - T0) / 1000)).toEqual([60, 60, 60, 60, 60, 62]);
  });

  test("never earlier than wanted, in order, and never more than the few and the pace allow", () => {
    const wanted = fc
      .array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 60 })
      .map((gaps) =>
        gaps.map((_gap, index) => T0 + gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0)),
      );
    fc.assert(
      fc.property(wanted, fc.integer({ min: 1, max: 60_000 }), (instants, windowMs) => {
        const turns = turnsOf(instants);
        for (const [index, at] of turns.entries()) {
          expect(at).toBeGreaterThanOrEqual(instants[index] ?? 0);
          expect(at).toBeGreaterThanOrEqual(turns[index - 1] ?? 0);
          const within = turns.filter((other) => other >= at && other < at + windowMs).length;
          expect(within).toBeLessThanOrEqual(AT_ONCE + Math.ceil(windowMs / PACE_MS));
        }
      }),
    );
  });
});
