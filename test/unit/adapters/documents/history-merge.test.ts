/** The history is exact however transitions are spread over documents, and however it is paged. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeSqliteStore } from "../../../../functions/adapters/sqlite/sqlite-store.ts";
import type { HistoryCursor } from "../../../../functions/application/ports.ts";
import type { Transition } from "../../../../functions/domain/transition.ts";
import { device, T0, transitionOf } from "../../../contract/store/samples.ts";

/** Each offset goes into the archive of this number, or into a record of its own. */
const spread = fc.uniqueArray(fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 8 })), {
  selector: ([offset]) => offset,
  maxLength: 60,
});

async function readAll(store: ReturnType<typeof makeSqliteStore>, limit: number): Promise<Transition[]> {
  const all: Transition[] = [];
  let cursor: HistoryCursor | undefined;
  do {
    const page = await store.transitions.history(device, cursor, limit);
    all.push(...page.transitions);
    cursor = page.next;
  } while (cursor !== undefined);
  return all;
}

describe("history", () => {
  it("gives every transition once, newest first", async () => {
    await fc.assert(
      fc.asyncProperty(spread, fc.integer({ min: 1, max: 70 }), async (parts, limit) => {
        const store = makeSqliteStore({ path: ":memory:" });
        const archives = Map.groupBy(parts, ([, archive]) => archive);
        for (const [archive, members] of archives) {
          const transitions = members.map(([offset]) => transitionOf(device, T0 + offset, "suspect"));
          if (archive === 0) for (const one of transitions) await store.transitions.record(one);
          else
            for (let i = 0; i < transitions.length; i += 48)
              await store.transitions.archive(transitions.slice(i, i + 48));
        }
        const offsets = parts.map(([offset]) => offset).toSorted((a, b) => b - a);
        expect((await readAll(store, limit)).map(({ at }) => at - T0)).toEqual(offsets);
        await store.close();
      }),
      { numRuns: 150 },
    );
  });
});
