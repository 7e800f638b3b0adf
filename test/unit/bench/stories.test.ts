/** What stories cost is promised, so every run of the tests looks, not only the bench. */
import { describe, expect, it } from "vitest";

import { tellStories } from "../../../bench/calls/stories.ts";
import { stepLines, storeCalls, tallyText } from "../../../bench/calls/tally.ts";
import { makeSqliteEngine } from "../../../functions/adapters/sqlite/sqlite-store.ts";

describe("the counted stories", () => {
  it("count a blip and its duplicate as they are", async () => {
    const { blip, duplicate } = await tellStories(makeSqliteEngine({ path: ":memory:" }), 7, 2);

    expect(tallyText(blip)).toBe("3 rd 2 wr 1 msg");
    expect(tallyText(duplicate)).toBe("1 rd 0 wr 0 msg");
    expect(stepLines(blip)).toEqual([
      "  09:01:01 events: read connections, replace connections, → deadlines",
      "  09:03:01 events: read connections, replace connections",
      "  09:06:00 deadlines: read connections",
    ]);
  });

  it.each([1, 2, 4])("keep an outage told to %i receivers within its bounds", async (receivers) => {
    const { outage } = await tellStories(makeSqliteEngine({ path: ":memory:" }), 7, receivers);

    expect(storeCalls(outage)).toBeLessThanOrEqual(26 + 4 * receivers);
    expect(outage.messages).toBeLessThanOrEqual(4);
  });
});
