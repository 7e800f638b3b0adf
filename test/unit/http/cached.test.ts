import { expect, test } from "vitest";

import { makeCached } from "../../../functions/application/queries/cached.ts";

function makeCounter() {
  let now = 0;
  let loads = 0;
  let failing = false;
  const load = async (): Promise<number> => {
    loads += 1;
    if (failing) throw new Error("down");
    return loads;
  };
  const read = makeCached({ now: () => now }, 1_000, load);
  return { read, at: (instant: number) => (now = instant), fail: (value: boolean) => (failing = value) };
}

test("many callers share one reading, until it is as old as it may get", async () => {
  const { read, at } = makeCounter();
  expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
  at(999);
  expect(await read()).toBe(1);
  at(1_000);
  expect(await read()).toBe(2);
});

test("a failure is not kept", async () => {
  const { read, fail } = makeCounter();
  fail(true);
  await expect(read()).rejects.toThrow("down");
  fail(false);
  expect(await read()).toBe(2);
});
