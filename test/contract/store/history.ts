/** The history: written once, retracted once, read newest first across records and archives. */
import { describe, expect, it } from "vitest";
import type { HistoryCursor, Store } from "../../../functions/application/ports.ts";
import type { Identity } from "../../../functions/domain/identity.ts";
import type { Transition } from "../../../functions/domain/transition.ts";
import { useStore, type OpenStore } from "./harness.ts";
import { agent, device, T0, transitionOf } from "./samples.ts";

/** The whole history, read `limit` at a time. */
async function readHistory(store: Store, identity: Identity, limit: number): Promise<Transition[]> {
  const all: Transition[] = [];
  let cursor: HistoryCursor | undefined;
  for (let pages = 0; pages < 100; pages++) {
    const page = await store.transitions.history(identity, cursor, limit);
    expect(page.transitions.length).toBeLessThanOrEqual(limit);
    all.push(...page.transitions);
    if (page.next === undefined) return all;
    expect(page.transitions.length).toBe(limit);
    cursor = page.next;
  }
  throw new Error("the history does not end");
}

const times = (transitions: readonly Transition[]) => transitions.map(({ at }) => at - T0);

export function describeHistory(open: OpenStore): void {
  describe("history", () => {
    const harness = useStore(open);

    it("is empty at first", async () => {
      expect(await harness().store.transitions.history(device, undefined, 10)).toEqual({ transitions: [] });
    });

    it("keeps a record once, as it was", async () => {
      const { transitions } = harness().store;
      const offline = transitionOf(device, T0, "offline", { hidden: true });
      await transitions.record(offline);
      await transitions.record({ ...offline, noticedAt: T0 + 999 });
      expect(await transitions.history(device, undefined, 10)).toEqual({ transitions: [offline] });
    });

    it("keeps the first retraction, whichever way it comes", async () => {
      const { transitions } = harness().store;
      const offline = transitionOf(device, T0, "offline");
      const online = transitionOf(device, T0 + 5, "online", { retractedAt: T0 + 1060 });
      await transitions.record(offline);
      await transitions.record({ ...offline, retractedAt: T0 + 1050 });
      await transitions.record({ ...offline, retractedAt: T0 + 1070 });
      await transitions.record(offline);
      await transitions.record(online);
      const { transitions: read } = await transitions.history(device, undefined, 10);
      expect(read).toEqual([online, { ...offline, retractedAt: T0 + 1050 }]);
    });

    it("says what was noticed last, in whichever order it is written", async () => {
      const { transitions } = harness().store;
      const first = transitionOf(device, T0, "offline");
      const retracted = { ...first, retractedAt: T0 + 1_000 };
      const again = { ...first, noticedAt: T0 + 2_000 };
      for (const said of [first, retracted, again, retracted, first]) await transitions.record(said);
      expect(await readHistory(harness().store, device, 5)).toEqual([again]);
      const late = transitionOf(device, T0 + 5, "online");
      for (const said of [
        { ...late, noticedAt: T0 + 3_000 },
        { ...late, retractedAt: T0 + 2_000 },
      ])
        await transitions.record(said);
      expect((await readHistory(harness().store, device, 1))[0]?.retractedAt).toBeUndefined();
    });

    it("loses no retraction in a race of two", async () => {
      const { transitions } = harness().store;
      const all = Array.from({ length: 8 }, (_, i) => transitionOf(device, T0 + i, "offline"));
      await Promise.all(
        all.flatMap((one) => [
          transitions.record(one),
          transitions.record({ ...one, retractedAt: T0 + 1050 }),
        ]),
      );
      const read = await readHistory(harness().store, device, 20);
      expect(read.map(({ retractedAt }) => retractedAt)).toEqual(all.map(() => T0 + 1050));
    });

    it.each([1, 2, 3, 5, 7, 50])("merges archives between records exactly, %i at a time", async (limit) => {
      const { store } = harness();
      const unconfirmed = (offset: number) => transitionOf(device, T0 + offset, "suspect");
      for (const offset of [1, 6, 10, 25])
        await store.transitions.record(transitionOf(device, T0 + offset, "offline"));
      await store.transitions.archive([2, 5, 8, 3].map(unconfirmed));
      await store.transitions.archive([7, 9, 12, 20].map(unconfirmed));
      await store.transitions.archive([4, 11].map(unconfirmed));
      expect(times(await readHistory(store, device, limit))).toEqual([
        25, 20, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
      ]);
    });

    it.each([1, 2, 10])("repeats nothing that lies in several documents, %i at a time", async (limit) => {
      const { store } = harness();
      const [a, b, c] = [1, 2, 3].map((offset) => transitionOf(device, T0 + offset, "online"));
      if (a === undefined || b === undefined || c === undefined) throw new Error("three are needed");
      await store.transitions.archive([a, b]);
      await store.transitions.archive([b, a]);
      await store.transitions.archive([b, c]);
      await store.transitions.record({ ...b, retractedAt: T0 + 1009 });
      expect(await readHistory(store, device, limit)).toEqual([c, { ...b, retractedAt: T0 + 1009 }, a]);
    });

    it("takes 48 in an archive, and nothing for an empty one", async () => {
      const { store } = harness();
      const many = Array.from({ length: 48 }, (_, i) => transitionOf(device, T0 + i, "suspect"));
      await store.transitions.archive(many);
      await store.transitions.archive([]);
      expect(times(await readHistory(store, device, 10))).toEqual(many.map((_, i) => 47 - i));
    });

    it("tells a device from its modules, whatever they are called", async () => {
      const { store } = harness();
      const sly = { ...device, moduleId: "000000000000001.x" };
      for (const identity of [device, agent, sly]) {
        await store.transitions.record(transitionOf(identity, T0, "offline"));
        await store.transitions.archive([transitionOf(identity, T0 + 1, "recovering")]);
      }
      for (const identity of [device, agent, sly]) {
        const read = await readHistory(store, identity, 10);
        expect(read.map((transition) => transition.identity)).toEqual([identity, identity]);
      }
    });

    it("remembers the deletions that stand, oldest first", async () => {
      const { transitions } = harness().store;
      const deleted = (offset: number) => transitionOf(device, T0 + offset, "deleted");
      for (const offset of [30, 10, 20]) await transitions.record(deleted(offset));
      await transitions.record({ ...deleted(20), retractedAt: T0 + 1040 });
      await transitions.record(transitionOf(device, T0 + 15, "offline"));
      await transitions.record(transitionOf(agent, T0 + 5, "deleted"));
      expect(await transitions.tombstones(device)).toEqual([T0 + 10, T0 + 30]);
    });
  });
}
