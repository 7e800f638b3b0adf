/** What poison queues promise, the emulator's as well as those of the stories. */
import { beforeEach, expect, test } from "vitest";
import type { Queues } from "../../../functions/application/ports.ts";

export interface PoisonHarness {
  readonly queues: Pick<Queues, "count" | "takePoison" | "removePoison">;
  /** Puts a text into `events-poison`, as the host does with a message that failed. */
  put(text: string): Promise<void>;
  /** Ends the two minutes for which a message that was taken is hidden. */
  show(receipt: string): Promise<void>;
}

export function describePoison(open: () => Promise<PoisonHarness>): void {
  let harness: PoisonHarness;
  const textsOf = async (limit = 32): Promise<string[]> =>
    (await harness.queues.takePoison("events", limit)).map(({ text }) => text);

  beforeEach(async () => {
    harness = await open();
  });

  test("nothing is taken where nothing is, and where no queue is", async () => {
    expect(await textsOf()).toEqual([]);
    expect(await harness.queues.takePoison("deadlines", 32)).toEqual([]);
  });

  test("what is taken has its text, and is hidden from everybody else, but still counted", async () => {
    for (const text of ['{"a":"ø"}', "no JSON"]) await harness.put(text);
    const [first, second, ...others] = await harness.queues.takePoison("events", 32);
    expect([first?.text, second?.text]).toEqual(['{"a":"ø"}', "no JSON"]);
    expect(first?.queue).toBe("events");
    expect(others).toEqual([]);
    expect(await textsOf()).toEqual([]);
    expect(await harness.queues.count("events-poison")).toBe(2);
    expect(await harness.queues.count("deadlines-poison")).toBe(0);
  });

  test("no more is taken than was asked for", async () => {
    for (const text of ["1", "2", "3"]) await harness.put(text);
    expect(await textsOf(2)).toHaveLength(2);
    expect(await textsOf(2)).toHaveLength(1);
  });

  test("what is removed is gone, and removing it again is no fault", async () => {
    await harness.put("1");
    const [message] = await harness.queues.takePoison("events", 32);
    if (message === undefined) throw new Error("it was put there");
    await harness.queues.removePoison(message);
    await harness.queues.removePoison(message);
    expect(await harness.queues.count("events-poison")).toBe(0);
  });

  test("who held it for too long does not remove what another one has by now", async () => {
    await harness.put("1");
    const [late] = await harness.queues.takePoison("events", 32);
    if (late === undefined) throw new Error("it was put there");
    await harness.show(late.receipt);
    expect(await textsOf()).toEqual(["1"]);
    await harness.queues.removePoison(late);
    expect(await harness.queues.count("events-poison")).toBe(1);
  });
}
