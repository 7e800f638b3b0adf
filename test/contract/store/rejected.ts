/** Events that could not be read: kept once, listed newest first, counted. */
import { describe, expect, it } from "vitest";
import { useStore, type OpenStore } from "./harness.ts";
import { rejectedOf, T0 } from "./samples.ts";

const DAY_MS = 86_400_000;

export function describeRejected(open: OpenStore): void {
  describe("rejected events", () => {
    const harness = useStore(open);

    it("are kept whole, once", async () => {
      const { rejected } = harness().store;
      const event = rejectedOf(T0, { body: `{"a":"${"ø".repeat(32_000)}"}`, truncated: true });
      await rejected.keep(event);
      await rejected.keep({ ...event, reason: "again" });
      expect(await rejected.page(undefined, 10)).toEqual([event]);
      expect(await rejected.count()).toBe(1);
    });

    it("are listed newest first across days, a page at a time", async () => {
      const { rejected } = harness().store;
      expect(await rejected.count()).toBe(0);
      const events = [0, 1, DAY_MS, 2 * DAY_MS, 2 * DAY_MS + 1].map((offset) => rejectedOf(T0 + offset));
      for (const event of events.toReversed()) await rejected.keep(event);
      const first = await rejected.page(undefined, 3);
      const second = await rejected.page(first.at(-1)?.id, 3);
      expect([...first, ...second]).toEqual(events.toReversed());
      expect(first).toHaveLength(3);
      expect(await rejected.count()).toBe(5);
    });
  });
}
