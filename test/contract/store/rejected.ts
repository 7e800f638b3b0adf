/** Events that could not be read: kept once, listed newest first, counted. */
import { describe, expect, it } from "vitest";
import type { RejectedEvent } from "../../../functions/application/ports.ts";
import { useStore, type OpenStore } from "./harness.ts";
import { rejectedOf, T0 } from "./samples.ts";

const DAY_MS = 86_400_000;
/** A minute before midnight. */
const LATE = Date.UTC(2026, 10, 21, 23, 59);

const listed = ({ origin: _origin, ...event }: ReturnType<typeof rejectedOf>): RejectedEvent => event;

export function describeRejected(open: OpenStore): void {
  describe("rejected events", () => {
    const harness = useStore(open);

    it("are kept whole, once, however often they are delivered", async () => {
      const { rejected } = harness().store;
      const event = rejectedOf(T0, { body: `{"a":"${"ø".repeat(32_000)}"}`, truncated: true });
      expect(await rejected.keep(event)).toBe(true);
      const { origin } = event;
      expect(await rejected.keep(rejectedOf(T0 + 30_000, { origin, reason: "again" }))).toBe(false);
      expect(await rejected.page(undefined, 10)).toEqual([listed(event)]);
      expect(await rejected.count()).toBe(1);
    });

    it("are kept once also over midnight, and once more another day", async () => {
      const { rejected } = harness().store;
      const origin = "events of a day";
      expect(await rejected.keep(rejectedOf(LATE, { origin }))).toBe(true);
      expect(await rejected.keep(rejectedOf(LATE + 120_000, { origin }))).toBe(false);
      expect(await rejected.keep(rejectedOf(LATE + 2 * DAY_MS, { origin }))).toBe(true);
      expect(await rejected.count()).toBe(2);
    });

    it("are listed newest first across days, a page at a time", async () => {
      const { rejected } = harness().store;
      expect(await rejected.count()).toBe(0);
      const events = [0, 1, DAY_MS, 2 * DAY_MS, 2 * DAY_MS + 1].map((offset) => rejectedOf(T0 + offset));
      for (const event of events.toReversed()) await rejected.keep(event);
      const first = await rejected.page(undefined, 3);
      const second = await rejected.page(first.at(-1)?.id, 3);
      expect([...first, ...second]).toEqual(events.toReversed().map(listed));
      expect(first).toHaveLength(3);
      expect(await rejected.count()).toBe(5);
    });
  });
}
