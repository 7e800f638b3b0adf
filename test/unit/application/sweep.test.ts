import { describe, expect, test } from "vitest";
import { UnreadableDocumentError } from "../../../functions/application/ports.ts";
import { sweep } from "../../../functions/application/sweep.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, T0, down, up } from "../domain/histories.ts";
import { live, makeSetting, onlyIncident, stored, wordsOf } from "./setting.ts";
import { ANNOUNCED, NOTICED, OVER, announced, back, noticed } from "./stories.ts";

const pump = (index: number): typeof IDENTITY => ({ ...IDENTITY, deviceId: `pump-${index}` });
const OPENINGS = ["teams-workflow OFFLINE ×1", "sms OFFLINE ×1"];

describe("sweep", () => {
  test("nothing to do is nothing done", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, up(1, 0));
    expect(await sweep(setting.deps)).toEqual({
      overdue: 0,
      owing: 0,
      incidents: 0,
      deliveries: 0,
      failed: 0,
    });
  });

  test("a deadline that no message came for is executed, not before its instant", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, down(2, 0));
    setting.now = NOTICED - 1;
    expect(await sweep(setting.deps)).toMatchObject({ overdue: 0 });
    setting.now = NOTICED;
    expect(await sweep(setting.deps)).toMatchObject({ overdue: 1, failed: 0 });
    expect((await stored(setting)).state.name).toBe("offline");
  });

  test("a debt is performed when it is a minute old", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, down(2, 0));
    const saved = await setting.store.connections.read(IDENTITY);
    if (saved === undefined) throw new Error("it is known");
    const owed = { since: NOTICED, records: [], archive: [], incident: true };
    const state = { name: "offline", since: T0, cause: down(2, 0).sequence } as const;
    await setting.store.connections.replace({ ...saved.value, state, owed }, saved.version);
    setting.now = NOTICED + MINUTE_MS - 1;
    expect(await sweep(setting.deps)).toMatchObject({ owing: 0 });
    setting.now = NOTICED + MINUTE_MS;
    expect(await sweep(setting.deps)).toMatchObject({ owing: 1 });
    expect((await stored(setting)).owed).toBeUndefined();
    expect((await onlyIncident(setting)).openedAt).toBe(NOTICED);
  });

  test("an incident whose wait nobody woke is announced", async () => {
    const setting = makeSetting();
    await noticed(setting);
    setting.now = ANNOUNCED;
    expect(await sweep(setting.deps)).toMatchObject({ incidents: 1 });
    expect(wordsOf(setting)).toEqual(OPENINGS);
  });

  test("an ending that no message asked for comes with the next visit", async () => {
    const setting = makeSetting();
    await announced(setting);
    await back(setting);
    setting.now = ANNOUNCED + 15 * MINUTE_MS;
    await sweep(setting.deps);
    setting.now = Math.max(OVER, setting.now);
    await sweep(setting.deps);
    expect((await onlyIncident(setting)).state.name).toBe("resolved");
  });

  test("an incident that its opener left before anybody joined is closed, and tells nobody", async () => {
    const setting = makeSetting();
    const { id } = await noticed(setting);
    const saved = await setting.store.connections.read(IDENTITY);
    if (saved === undefined) throw new Error("it is known");
    await setting.store.connections.replace({ ...saved.value, incidents: {} }, saved.version);
    setting.now = ANNOUNCED;
    await sweep(setting.deps);
    expect(await onlyIncident(setting)).toMatchObject({
      id,
      state: { name: "resolved", outcome: "unspoken" },
    });
    expect(setting.sent).toEqual([]);
  });

  test("a delivery whose next attempt is due is sent, one whose claim has run out too", async () => {
    const setting = makeSetting();
    setting.answer = ({ target }) =>
      target.channel === "sms" ? { name: "transient", error: "503" } : Promise.reject(new Error("killed"));
    await announced(setting).catch(() => undefined);
    setting.answer = () => ({ name: "accepted", receipt: "r" });
    setting.sent.length = 0;
    setting.now = ANNOUNCED + 10 * SECOND_MS;
    expect(await sweep(setting.deps)).toMatchObject({ deliveries: 1 });
    expect(wordsOf(setting)).toEqual(["sms OFFLINE ×1"]);
    setting.now = ANNOUNCED + MINUTE_MS;
    expect(await sweep(setting.deps)).toMatchObject({ deliveries: 1 });
    expect(wordsOf(setting)).toEqual(["sms OFFLINE ×1", "teams-workflow OFFLINE ×1"]);
  });

  test("more than a page is taken up, also behind what fails each time", async () => {
    const setting = makeSetting((store) => ({
      ...store,
      incidents: {
        ...store.incidents,
        readPointer: (group) =>
          Number(group.split("-").at(-1)) <= 250
            ? Promise.reject(new UnreadableDocumentError("version 9"))
            : store.incidents.readPointer(group),
      },
    }));
    for (let index = 1; index <= 300; index += 1) await live(setting, pump(index), down(1, index));
    setting.now = NOTICED + MINUTE_MS;
    expect(await sweep(setting.deps)).toMatchObject({ overdue: 300, failed: 250 });
    setting.now += 2 * MINUTE_MS;
    expect(await sweep(setting.deps)).toMatchObject({ owing: 250, incidents: 50, failed: 250 });
    expect(setting.sent).toHaveLength(2 * 50);
  });

  test("a store that does not answer is told to the platform", async () => {
    const setting = makeSetting((store) => ({
      ...store,
      connections: { ...store.connections, overdue: () => Promise.reject(new Error("503")) },
    }));
    await expect(sweep(setting.deps)).rejects.toThrow("503");
  });
});
