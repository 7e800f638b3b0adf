import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { inLanes } from "../../../functions/application/in-lanes.ts";

const items = (count: number, lanes: number): string[] =>
  Array.from({ length: count }, (_, index) => `${index % lanes}:${index}`);
const laneOf = (item: string): string => item.split(":")[0] ?? "";

/** Work that takes some turns, and notes what was under way together. */
function makeWork(fails: (item: string) => boolean = () => false) {
  const under = new Set<string>();
  const done: string[] = [];
  const noted = { most: 0, clash: false };
  const work = async (item: string): Promise<void> => {
    noted.clash ||= [...under].some((other) => laneOf(other) === laneOf(item));
    under.add(item);
    noted.most = Math.max(noted.most, under.size);
    await turn();
    under.delete(item);
    if (fails(item)) throw new Error(item);
    done.push(item);
  };
  return { work, done, noted };
}

describe("inLanes", () => {
  test("all is done, eight at once, and of a lane one after another in its order", async () => {
    const { work, done, noted } = makeWork();
    const all = items(100, 20);
    expect(await inLanes(all, { laneOf, work, mayBegin: () => true })).toEqual([]);
    expect(noted).toEqual({ most: 8, clash: false });
    expect(done.toSorted()).toEqual(all.toSorted());
    for (let lane = 0; lane < 20; lane += 1) {
      const own = (list: readonly string[]) => list.filter((item) => laneOf(item) === String(lane));
      expect(own(done)).toEqual(own(all));
    }
  });

  test("what may not begin any more is left", async () => {
    const { work, done } = makeWork();
    const all = items(40, 10);
    const left = await inLanes(all, { laneOf, work, mayBegin: () => done.length < 8 });
    expect(done.length).toBeGreaterThanOrEqual(8);
    expect([...done, ...left].toSorted()).toEqual(all.toSorted());
    expect(left.length).toBeGreaterThan(0);
  });

  test("a throw lets nothing more begin, and comes when nothing is under way", async () => {
    const { work, done } = makeWork((item) => item === "2:2");
    await expect(inLanes(items(80, 80), { laneOf, work, mayBegin: () => true })).rejects.toThrow("2:2");
    // The seven beside it end, and at most each of them had begun another one.
    expect(done.length).toBeGreaterThanOrEqual(7);
    expect(done.length).toBeLessThanOrEqual(14);
  });
});
