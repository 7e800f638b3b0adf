import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { makeTimeline } from "../../../bench/timeline.ts";

describe("a timeline", () => {
  it("gives what falls due first, and of equal instants what was added first", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 9 })), (dues) => {
        const timeline = makeTimeline<number>();
        for (const [index, due] of dues.entries()) timeline.add(due, index);
        const taken = dues.map(() => timeline.take()?.work);
        const expected = [...dues.keys()].toSorted((a, b) => (dues[a] ?? 0) - (dues[b] ?? 0) || a - b);
        expect(taken).toEqual(expected);
        expect(timeline.take()).toBeUndefined();
      }),
    );
  });

  it("stays in order while it is added to", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat({ max: 99 }), { nil: undefined })), (steps) => {
        const timeline = makeTimeline<number>();
        const waiting: number[] = [];
        const taken: unknown[] = [];
        const expected: unknown[] = [];
        for (const due of steps) {
          if (due === undefined) {
            waiting.sort((a, b) => a - b);
            taken.push(timeline.nextDue(), timeline.take()?.due);
            expected.push(waiting[0] ?? Infinity, waiting.shift());
          } else {
            timeline.add(due, due);
            waiting.push(due);
          }
        }
        expect(taken).toEqual(expected);
      }),
    );
  });
});
