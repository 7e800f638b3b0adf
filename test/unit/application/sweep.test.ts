import { describe, expect, test } from "vitest";
import { TransientError } from "../../../functions/application/ports.ts";
import { sweep } from "../../../functions/application/sweep.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, T0, down, up } from "../domain/histories.ts";
import { around } from "../../ports/around.ts";
import { counted } from "./counted.ts";
import { live, makeSetting, onlyIncident, stored, wordsOf } from "./setting.ts";
import { ANNOUNCED, NOTICED, OVER, announced, back, noticed } from "./stories.ts";

const NOTHING = { overdue: 0, owing: 0, incidents: 0, deliveries: 0, poison: 0, failed: 0 };
const OPENINGS = ["teams-workflow OFFLINE ×1", "sms OFFLINE ×1"];

describe("sweep", () => {
  test("nothing to do is one question for each kind of work and each queue's state, and nothing written", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, up(1, 0));
    const { deps, calls } = counted(setting.deps);
    expect(await sweep(deps)).toEqual(NOTHING);
    expect(calls.filter((name) => name.startsWith("queues.")).toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => "queues.count"),
      ...Array.from({ length: 6 }, () => "queues.dueSince"),
    ]);
    expect(calls.filter((name) => !name.startsWith("queues.")).toSorted()).toEqual([
      "store.connections.overdue",
      "store.connections.owing",
      "store.deliveries.due",
      "store.incidents.due",
    ]);
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
    setting.now = (await onlyIncident(setting)).opener.until;
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

  test("what costs little costs little: one overdue deadline", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, down(2, 0));
    setting.now = NOTICED;
    const { deps, calls } = counted(setting.deps);
    await sweep(deps);
    // Looking, the lease taken, a page, its end, the lease given back; between them what the deadline itself costs.
    expect(calls.filter((name) => name === "store.connections.overdue")).toHaveLength(2);
    expect(calls.filter((name) => name.startsWith("store.sweeps."))).toEqual([
      "store.sweeps.read",
      "store.sweeps.create",
      "store.sweeps.replace",
    ]);
  });

  test("what cannot be asked for keeps nothing else from being done", async () => {
    const setting = makeSetting((store) => ({
      ...store,
      connections: { ...store.connections, owing: () => Promise.reject(new Error("400")) },
    }));
    await live(setting, IDENTITY, down(2, 0));
    setting.now = NOTICED;
    expect(await sweep(setting.deps)).toMatchObject({ overdue: 1, failed: 1 });
    expect(setting.log).toContainEqual(expect.objectContaining({ event: "sweep", error: "Error: 400" }));
  });

  test("queues that do not answer keep nothing in the store from being done", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, down(2, 0));
    setting.now = NOTICED;
    const refuse = () => Promise.reject(new TransientError("503"));
    const queues = { ...setting.deps.queues, count: refuse, dueSince: refuse };
    expect(await sweep({ ...setting.deps, queues })).toMatchObject({ overdue: 1, failed: 1 });
  });

  test("a store that does not answer is told to the platform", async () => {
    const down = (): Promise<never> => Promise.reject(new TransientError("503"));
    const setting = makeSetting((store) => around(store, down));
    await expect(sweep(setting.deps)).rejects.toThrow("503");
  });
});
