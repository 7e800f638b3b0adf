/** Waits for the outside to show something, without a fixed time: `expect.poll` is not for helpers of concurrent tests. */
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import { expect } from "vitest";

import { lastWords } from "./process.ts";

const pollMs = 100;

/** Reads until `expected` is read; fails with the difference after `withinMs`. What throws is read again. */
export async function eventually<T>(read: () => Promise<T>, expected: T, withinMs = 30_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await read().catch((error: unknown) => error);
    if (isDeepStrictEqual(seen, expected)) return;
    if (Date.now() > deadline) {
      process.stderr.write(lastWords());
      expect(seen).toEqual(expected);
      throw new Error(`not the same after ${withinMs} ms, though it looks like it`);
    }
    await pause(pollMs);
  }
}
