import { describe, expect, test } from "vitest";
import { reject } from "../../../functions/application/reject.ts";
import { DAY_MS } from "../../../functions/domain/time.ts";
import { makeSetting } from "./setting.ts";

const LIMIT = 64 * 1024;
const rejection = { way: "events", reason: "notJson", detail: "d", body: "{" };

describe("reject", () => {
  test.each([
    ["just fits", "x".repeat(LIMIT), LIMIT, false],
    ["is a byte too long", "x".repeat(LIMIT + 1), LIMIT, true],
    ["fits in characters, and not in bytes", "ø".repeat(LIMIT), LIMIT, true],
    ["would be cut within a character", `x${"😀".repeat(LIMIT / 4)}`, LIMIT - 3, true],
    ["is empty", "", 0, false],
  ])("of a body that %s the first 64 KB are kept", async (_, body, bytes, truncated) => {
    const { deps, store } = makeSetting();
    await reject(deps, { ...rejection, body });
    const [event] = await store.rejected.page(undefined, 10);
    expect(event).toMatchObject({ reason: "notJson", truncated });
    expect(Buffer.byteLength(event?.body ?? "")).toBe(bytes);
    expect(body.startsWith(event?.body ?? "?")).toBe(true);
  });

  test("the newest is listed first", async () => {
    const setting = makeSetting();
    for (const body of ["1", "2", "3"]) {
      await reject(setting.deps, { ...rejection, body });
      setting.now += 1;
    }
    const events = await setting.store.rejected.page(undefined, 10);
    expect(events.map(({ body }) => body)).toEqual(["3", "2", "1"]);
  });

  test("what is delivered again is kept once, however it was cut", async () => {
    const setting = makeSetting();
    const body = `${"x".repeat(LIMIT)}1`;
    const id = await reject(setting.deps, { ...rejection, body });
    setting.now += DAY_MS / 4;
    expect(await reject(setting.deps, { ...rejection, body })).toBeUndefined();
    expect(await setting.store.rejected.page(undefined, 10)).toMatchObject([{ id }]);
    await reject(setting.deps, { ...rejection, body: `${"x".repeat(LIMIT)}2` });
    expect(await setting.store.rejected.count()).toBe(2);
  });

  test.each(["way", "reason", "body"] as const)("another %s is another one", async (name) => {
    const { deps, store } = makeSetting();
    await reject(deps, rejection);
    await reject(deps, { ...rejection, [name]: "another" });
    expect(await store.rejected.count()).toBe(2);
  });

  test("the log names it and its reason once, not what it holds", async () => {
    const { deps, log } = makeSetting();
    await reject(deps, { ...rejection, body: "secret" });
    await reject(deps, { ...rejection, body: "secret" });
    expect(log).toMatchObject([{ event: "rejected", way: "events", reason: "notJson" }]);
    expect(JSON.stringify(log)).not.toContain("secret");
  });
});
