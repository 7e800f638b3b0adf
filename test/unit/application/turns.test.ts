import { describe, expect, test } from "vitest";
import { makeTurns } from "../../../functions/application/turns.ts";

const breath = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe("turns", () => {
  test("work under one key goes one after another, in the order in which it was asked for", async () => {
    const turns = makeTurns();
    const steps: string[] = [];
    const work = (name: string) => async (): Promise<string> => {
      steps.push(`${name} begins`);
      await breath();
      steps.push(`${name} ends`);
      return name;
    };
    const all = ["a", "b", "c"].map((name) => turns.take("key", work(name)));
    expect(await Promise.all(all)).toEqual(["a", "b", "c"]);
    expect(steps).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  });

  test("another key waits for nobody", async () => {
    const turns = makeTurns();
    const held = Promise.withResolvers<void>();
    const first = turns.take("key", () => held.promise);
    expect(await turns.take("other", async () => "done")).toBe("done");
    held.resolve();
    await first;
  });

  test("what fails tells its own caller, and the next has its turn", async () => {
    const turns = makeTurns();
    const failing = turns.take("key", () => Promise.reject(new Error("no")));
    const next = turns.take("key", async () => "done");
    await expect(failing).rejects.toThrow("no");
    expect(await next).toBe("done");
  });
});
