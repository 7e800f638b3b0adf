import { describe, expect, test } from "vitest";
import { reject } from "../../../functions/application/reject.ts";
import { makeSetting } from "./setting.ts";

const LIMIT = 64 * 1024;

describe("reject", () => {
  test.each([
    [LIMIT, LIMIT, false],
    [LIMIT + 1, LIMIT, true],
    [0, 0, false],
  ])("of %i characters %i are kept (cut: %j)", async (length, kept, truncated) => {
    const { deps, store } = makeSetting();
    await reject(deps, { reason: "notJson", detail: "d", body: "x".repeat(length) });
    const [event] = await store.rejected.page(undefined, 10);
    expect(event).toMatchObject({ reason: "notJson", truncated });
    expect(event?.body).toHaveLength(kept);
  });

  test("the newest is listed first, two of one millisecond are two", async () => {
    const setting = makeSetting();
    for (const detail of ["first", "second"]) await reject(setting.deps, { reason: "r", detail, body: "" });
    setting.now += 1;
    await reject(setting.deps, { reason: "r", detail: "third", body: "" });
    const events = await setting.store.rejected.page(undefined, 10);
    expect(events[0]?.detail).toBe("third");
    expect(events).toHaveLength(3);
  });

  test("the log names it and its reason, not what it holds", async () => {
    const { deps, log } = makeSetting();
    await reject(deps, { reason: "notJson", detail: "d", body: "secret" });
    expect(log).toMatchObject([{ event: "rejected", reason: "notJson" }]);
    expect(JSON.stringify(log)).not.toContain("secret");
  });
});
