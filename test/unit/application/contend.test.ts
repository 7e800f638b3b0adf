import { describe, expect, test } from "vitest";
import { contend } from "../../../functions/application/contend.ts";
import { TransientError, UnreadableDocumentError } from "../../../functions/application/ports.ts";
import { SECOND_MS } from "../../../functions/domain/time.ts";
import { makeSetting } from "./setting.ts";

describe("contend", () => {
  test("gives what the first attempt that is not lost gives", async () => {
    const { deps, pauses } = makeSetting();
    let count = 0;
    expect(await contend(deps, "it", async () => ((count += 1) < 4 ? "lost" : count))).toBe(4);
    expect(pauses).toHaveLength(3);
  });

  test("treats a store that fails as a lost race", async () => {
    const { deps } = makeSetting();
    let count = 0;
    const attempt = async (): Promise<string> => {
      if ((count += 1) === 1) throw new TransientError("449");
      return "done";
    };
    expect(await contend(deps, "it", attempt)).toBe("done");
  });

  test("gives up after ten attempts, with the last failure as the cause", async () => {
    const { deps } = makeSetting();
    let count = 0;
    const attempt = async (): Promise<"lost"> => {
      throw new TransientError(`failure ${(count += 1)}`);
    };
    const error: unknown = await contend(deps, "pump-1", attempt).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransientError);
    expect(error).toMatchObject({
      message: expect.stringContaining("pump-1"),
      cause: { message: "failure 10" },
    });
    expect(count).toBe(10);
  });

  test("gives up when it has lasted too long, however few attempts there were", async () => {
    const setting = makeSetting();
    let count = 0;
    const slow = async (): Promise<"lost"> => {
      count += 1;
      setting.now += 5 * SECOND_MS;
      return "lost";
    };
    await expect(contend(setting.deps, "it", slow)).rejects.toBeInstanceOf(TransientError);
    expect(count).toBe(2);
  });

  test("what is no race is thrown at once", async () => {
    const { deps, pauses } = makeSetting();
    const attempt = async (): Promise<"lost"> => {
      throw new UnreadableDocumentError("version 9");
    };
    await expect(contend(deps, "it", attempt)).rejects.toBeInstanceOf(UnreadableDocumentError);
    expect(pauses).toEqual([]);
  });

  test("pauses are random, grow, and stay under 400 ms", async () => {
    const { deps, pauses } = makeSetting();
    const longest = { ...deps, random: () => 0.999 };
    await contend(longest, "it", async () => "lost").catch(() => undefined);
    expect(pauses.map(Math.ceil).slice(0, 7)).toEqual([20, 40, 80, 160, 320, 400, 400]);
    await contend({ ...deps, random: () => 0 }, "it", async () => "lost").catch(() => undefined);
    expect(pauses.at(-1)).toBe(0);
  });
});
