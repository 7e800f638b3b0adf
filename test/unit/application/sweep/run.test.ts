import { describe, expect, test } from "vitest";
import type { Deps } from "../../../../functions/application/deps.ts";
import type { Chore, Item, Kind } from "../../../../functions/application/sweep/chores.ts";
import type { QueueName } from "../../../../functions/application/ports.ts";
import { takeLease } from "../../../../functions/application/sweep/lease.ts";
import { placesOf, takeTurns } from "../../../../functions/application/sweep/run.ts";
import type { Run, Stopped } from "../../../../functions/application/sweep/run.ts";
import { beginAt } from "../../../../functions/application/sweep/take-page.ts";
import { MINUTE_MS, SECOND_MS } from "../../../../functions/domain/time.ts";
import { T0 } from "../../domain/histories.ts";
import { makeSetting } from "../setting.ts";

/** So many things of a kind to do, each of which takes its time; those that were done, in order. */
function choreOf(kind: Kind, count: number, done: string[], take: () => void = () => {}): Chore {
  const open = new Set(Array.from({ length: count }, (_, index) => index));
  const itemOf = (index: number): Item => ({
    key: `${index}`,
    lane: `${index}`,
    at: T0 + index,
    work: async () => {
      take();
      open.delete(index);
      done.push(kind);
    },
  });
  const list = async (limit: number, from = T0): Promise<Item[]> =>
    [...open]
      .filter((index) => T0 + index >= from)
      .slice(0, limit)
      .map(itemOf);
  return { kind, list };
}

async function runOn(
  deps: Deps,
  chores: readonly Chore[],
  queues: readonly QueueName[] = [],
): Promise<{ readonly run: Run; readonly stopped: Stopped | undefined }> {
  const lease = await takeLease(deps);
  if (lease === undefined) throw new Error("somebody else has it");
  const run: Run = {
    startedAt: deps.clock.now(),
    progress: chores.map((chore) => beginAt(chore, lease.places[chore.kind])),
    poison: { taken: 0, failed: 0, queues },
  };
  const stopped = await takeTurns(deps, run, lease);
  await lease.release(placesOf(run));
  return { run, stopped };
}

describe("a run", () => {
  test("the kinds take turns, a page each, so that much of one holds back no other", async () => {
    const { deps } = makeSetting();
    const done: string[] = [];
    await runOn(deps, [choreOf("overdue", 250, done), choreOf("deliveries", 20, done)]);
    const turns = done.filter((kind, index) => kind !== done[index - 1]);
    expect(turns).toEqual(["overdue", "deliveries", "overdue"]);
    expect(done).toHaveLength(270);
  });

  test("nothing begins after 55 seconds, and the next run goes on where it stopped", async () => {
    const setting = makeSetting();
    const done: string[] = [];
    const slow = (): void => void (setting.now += 2 * SECOND_MS);
    const chores = [choreOf("overdue", 300, done, slow), choreOf("incidents", 1, done)];
    const first = await runOn(setting.deps, chores);
    expect(first.stopped).toBe("late");
    expect(setting.now).toBeLessThan(T0 + MINUTE_MS);
    expect(setting.now).toBeGreaterThanOrEqual(T0 + 55 * SECOND_MS);
    const count = done.filter((kind) => kind === "overdue").length;
    expect((await setting.store.sweeps.read())?.value).toEqual({ places: { overdue: T0 + count } });
    expect(done).toContain("incidents");

    while ((await runOn(setting.deps, chores)).stopped !== undefined);
    expect(done.filter((kind) => kind === "overdue")).toHaveLength(300);
    expect((await setting.store.sweeps.read())?.value).toEqual({ places: {} });
  });

  test("a page that takes long ends before the lease does", async () => {
    const setting = makeSetting();
    const done: string[] = [];
    let latest = -Infinity;
    const slow = (): void => void (setting.now += 7 * SECOND_MS);
    const { sweeps } = setting.deps.store;
    const store = {
      ...setting.deps.store,
      sweeps: {
        ...sweeps,
        replace: async (...[lease, version]: Parameters<typeof sweeps.replace>) => {
          const until = (await sweeps.read())?.value.holder?.until ?? Infinity;
          latest = Math.max(latest, setting.now - until);
          return sweeps.replace(lease, version);
        },
      },
    };
    expect((await runOn({ ...setting.deps, store }, [choreOf("overdue", 60, done, slow)])).stopped).toBe(
      "late",
    );
    expect(done.length).toBeGreaterThan(0);
    expect(latest).toBeLessThan(0);
  });

  test("who has lost the lease stops, and leaves it alone", async () => {
    const setting = makeSetting();
    const done: string[] = [];
    const takeOver = (): void => {
      setting.now += 10 * MINUTE_MS;
    };
    const thief = { holder: { owner: "thief", until: T0 + 60 * MINUTE_MS }, places: {} };
    const { sweeps } = setting.deps.store;
    const store = {
      ...setting.deps.store,
      sweeps: {
        ...sweeps,
        replace: async (...[lease, version]: Parameters<typeof sweeps.replace>) => {
          if (done.length !== 1) return sweeps.replace(lease, version);
          done.push("stolen");
          const found = await sweeps.read();
          await sweeps.replace(thief, found?.version ?? "");
          return sweeps.replace(lease, version);
        },
      },
    };
    const chores = [choreOf("overdue", 1, done), choreOf("owing", 1, done, takeOver)];
    expect((await runOn({ ...setting.deps, store }, chores)).stopped).toBe("leased");
    expect(done).toEqual(["overdue", "stolen"]);
    expect((await setting.store.sweeps.read())?.value).toEqual(thief);
  });

  test("200 messages come back from poison in a minute, from all queues alike", async () => {
    const setting = makeSetting();
    for (let index = 0; index < 300; index += 1) {
      for (const queue of ["events", "deadlines"] as const) setting.poison.put(queue, `{"n":${index}}`);
      if (index < 10) setting.poison.put("notifications", `{"n":${index}}`);
    }
    await runOn(setting.deps, [], ["events", "deadlines", "notifications"]);
    const returnedTo = (queue: string) =>
      setting.returned.filter((text) => text.startsWith(`${queue} `)).length;
    expect(setting.returned).toHaveLength(200);
    expect(returnedTo("notifications")).toBe(10);
    expect(Math.abs(returnedTo("events") - returnedTo("deadlines"))).toBeLessThan(32);
  });

  test("work that is slow leaves the others their share of the time", async () => {
    const setting = makeSetting();
    const done: string[] = [];
    const slow = (): void => void (setting.now += SECOND_MS);
    const chores = [choreOf("overdue", 100, done, slow), choreOf("incidents", 100, done, slow)];
    await runOn(setting.deps, chores);
    const overdue = done.filter((kind) => kind === "overdue").length;
    expect(overdue).toBeGreaterThan(25);
    expect(done.length - overdue).toBeGreaterThan(15);
  });

  test("queues that do not answer are left for the next run", async () => {
    const setting = makeSetting();
    setting.poison.put("events", "{}");
    const takePoison = () => Promise.reject(new Error("503"));
    const deps = { ...setting.deps, queues: { ...setting.deps.queues, takePoison } };
    const done: string[] = [];
    const { run, stopped } = await runOn(deps, [choreOf("overdue", 3, done)], ["events"]);
    expect(stopped).toBeUndefined();
    expect(run.poison).toMatchObject({ taken: 0, failed: 1 });
    expect(done).toHaveLength(3);
  });
});
