/** The line that each sweep leaves in the log, whatever became of it. */
import { describe, expect, test } from "vitest";
import { TransientError } from "../../../../functions/application/ports.ts";
import { sweep } from "../../../../functions/application/sweep.ts";
import { takeLease } from "../../../../functions/application/sweep/lease.ts";
import { MINUTE_MS, SECOND_MS } from "../../../../functions/domain/time.ts";
import { around } from "../../../ports/around.ts";
import { IDENTITY, down } from "../../domain/histories.ts";
import { live, makeSetting, stored } from "../setting.ts";
import type { Setting } from "../setting.ts";
import { NOTICED } from "../stories.ts";

const NO_WORK = { overdue: 0, owing: 0, incidents: 0, deliveries: 0 };
const UNKNOWN = { overdue: null, owing: null, incidents: null, deliveries: null };
const NOTHING = { event: "swept", ...NO_WORK, poison: 0, failed: 0 };
const QUEUES = {
  events: { dueS: 0, length: 0 },
  deadlines: { dueS: 0 },
  notifications: { dueS: 0 },
  "events-poison": { dueS: 0, length: 0 },
  "deadlines-poison": { dueS: 0, length: 0 },
  "notifications-poison": { dueS: 0, length: 0 },
};

const linesOf = ({ log }: Setting) => log.filter(({ event }) => event === "swept");
const refuse = (): Promise<never> => Promise.reject(new TransientError("503"));

describe("the line of a sweep", () => {
  test("says that there was nothing", async () => {
    const setting = makeSetting();
    await sweep(setting.deps);
    expect(linesOf(setting)).toEqual([{ ...NOTHING, queues: QUEUES, waitingS: NO_WORK }]);
  });

  test("says what was done, how long it had waited, and what the queues held", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, down(2, 0));
    setting.now = NOTICED + 42 * SECOND_MS;
    setting.poison.put("events", "[]");
    await sweep(setting.deps);
    expect(linesOf(setting)).toEqual([
      {
        ...NOTHING,
        overdue: 1,
        poison: 1,
        queues: { ...QUEUES, "events-poison": { dueS: 0, length: 1 } },
        waitingS: { ...NO_WORK, overdue: 42 },
      },
    ]);
  });

  test("comes where somebody else has the lease", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, down(2, 0));
    setting.now = NOTICED + 3 * SECOND_MS;
    await takeLease(setting.deps);
    await sweep(setting.deps);
    const waitingS = { ...NO_WORK, overdue: 3 };
    expect(linesOf(setting)).toEqual([{ ...NOTHING, stopped: "leased", queues: QUEUES, waitingS }]);
  });

  test("comes where the store does not answer, before the platform hears of it", async () => {
    const setting = makeSetting((store) => around(store, refuse));
    await expect(sweep(setting.deps)).rejects.toThrow("503");
    expect(linesOf(setting)).toEqual([{ ...NOTHING, failed: 4, queues: QUEUES, waitingS: UNKNOWN }]);
  });

  test("comes where the store stops answering under way, with what is known", async () => {
    let isDown = false;
    const setting = makeSetting((store) =>
      around(store, ({ name, perform }) => {
        isDown ||= name === "sweeps.read";
        return isDown ? refuse() : perform();
      }),
    );
    await live(setting, IDENTITY, down(2, 0));
    setting.now = NOTICED + SECOND_MS;
    await expect(sweep(setting.deps)).rejects.toThrow(TransientError);
    const waitingS = { ...NO_WORK, overdue: 1 };
    expect(linesOf(setting)).toEqual([{ ...NOTHING, failed: 1, queues: QUEUES, waitingS }]);
  });

  test("tells one kind of work as unknown where that question had no answer", async () => {
    const setting = makeSetting((store) => ({
      ...store,
      connections: { ...store.connections, owing: refuse },
    }));
    await sweep(setting.deps);
    const waitingS = { ...NO_WORK, owing: null };
    expect(linesOf(setting)).toEqual([{ ...NOTHING, failed: 1, queues: QUEUES, waitingS }]);
  });

  test("tells a queue that does not answer as unknown, and the log says why, while the rest is done", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, down(2, 0));
    setting.now = NOTICED;
    setting.poison.put("notifications", "[]");
    const { queues } = setting.deps;
    const dueSince: typeof queues.dueSince = async (queue) =>
      queue === "deadlines" ? refuse() : queues.dueSince(queue);
    await sweep({ ...setting.deps, queues: { ...queues, dueSince } });
    expect(linesOf(setting)).toMatchObject([
      { overdue: 1, poison: 1, failed: 0, queues: { deadlines: { dueS: null }, events: { dueS: 0 } } },
    ]);
    expect(setting.log).toContainEqual({
      event: "sweep",
      kind: "measure",
      queue: "deadlines",
      reason: "failed",
      error: "TransientError: 503",
    });
  });

  test("waits for no queue before the work is done", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, down(2, 0));
    setting.now = NOTICED;
    const answer = Promise.withResolvers<undefined>();
    const queues = { ...setting.deps.queues, dueSince: () => answer.promise };
    const swept = sweep({ ...setting.deps, queues });
    await expect.poll(async () => (await stored(setting)).state.name).toBe("offline");
    expect(linesOf(setting)).toEqual([]);
    answer.resolve(undefined);
    expect(await swept).toMatchObject({ overdue: 1 });
    expect(linesOf(setting)).toHaveLength(1);
  });

  test("comes from each minute's sweep, though the work goes on", async () => {
    const setting = makeSetting((store) =>
      around(store, ({ name, perform }) => {
        if (name === "connections.replace" && setting.now >= NOTICED) setting.now += 20 * SECOND_MS;
        return perform();
      }),
    );
    for (let index = 0; index < 20; index += 1) {
      await live(setting, { ...IDENTITY, deviceId: `pump-${index}` }, down(2, 0));
    }
    setting.now = NOTICED;
    await sweep(setting.deps);
    expect(linesOf(setting)).toMatchObject([{ stopped: "late", waitingS: { overdue: 0 } }]);
    setting.now = NOTICED + 3 * MINUTE_MS;
    await sweep(setting.deps);
    expect(linesOf(setting).at(-1)).toMatchObject({ waitingS: { overdue: 180 } });
  });
});
