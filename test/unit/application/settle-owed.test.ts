import { describe, expect, test } from "vitest";
import { applyEvidence } from "../../../functions/application/apply-evidence.ts";
import { TransientError } from "../../../functions/application/ports.ts";
import { settleOwed } from "../../../functions/application/settle-owed.ts";
import type { Connection, Owed } from "../../../functions/domain/connection.ts";
import { unknownConnection } from "../../../functions/domain/decide.ts";
import type { Transition } from "../../../functions/domain/transition.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, T0, down, up } from "../domain/histories.ts";
import { live, makeSetting, onlyIncident, stored } from "./setting.ts";
import type { Setting } from "./setting.ts";
import { NOTICED, OVER, announced } from "./stories.ts";

const transition = (atMs: number): Transition => ({
  identity: IDENTITY,
  state: "suspect",
  at: T0 + atMs,
  cause: down(7, 0).sequence,
  noticedAt: T0 + atMs,
  source: "event",
});

async function owing(setting: Setting, owed: Partial<Owed>): Promise<void> {
  const debts: Owed = { since: T0, records: [], archive: [], incident: false, ...owed };
  const value: Connection = { ...unknownConnection(IDENTITY), owed: debts };
  const version = await setting.store.connections.create(value);
  await settleOwed(setting.deps, { value, version: version ?? "" });
}

describe("settleOwed", () => {
  test("records and archives are written, and the debt is cleared", async () => {
    const setting = makeSetting();
    const record: Transition = { ...transition(0), state: "offline" };
    await owing(setting, { records: [record], archive: [transition(1), transition(2)] });
    const { transitions } = await setting.store.transitions.history(IDENTITY, undefined, 10);
    expect(transitions).toEqual([transition(2), transition(1), record]);
    expect((await stored(setting)).owed).toBeUndefined();
  });

  test("however many have gathered while the store was away", async () => {
    const setting = makeSetting();
    await owing(setting, { archive: Array.from({ length: 130 }, (_, index) => transition(index)) });
    const { transitions } = await setting.store.transitions.history(IDENTITY, undefined, 200);
    expect(transitions).toHaveLength(130);
    expect((await stored(setting)).owed).toBeUndefined();
  });

  test("an older debt does not shorten the wait of a new outage", async () => {
    const setting = makeSetting((store) => ({
      ...store,
      transitions: {
        ...store.transitions,
        record: (one) =>
          setting.now < NOTICED ? Promise.reject(new TransientError("503")) : store.transitions.record(one),
      },
    }));
    await live(setting, IDENTITY, up(1, -90 * MINUTE_MS), up(3, -60 * MINUTE_MS), down(4, 0));
    setting.now = NOTICED - 10 * SECOND_MS;
    await live(setting, IDENTITY, down(2, -80 * MINUTE_MS)).catch(() => undefined);
    expect((await stored(setting)).owed?.since).toBe(NOTICED - 10 * SECOND_MS);
    setting.now = NOTICED;
    await live(setting, IDENTITY, { kind: "sweep" });
    expect((await stored(setting)).incidents.outage).toMatchObject({ noticedAt: NOTICED });
    expect(await onlyIncident(setting)).toMatchObject({ dueAt: NOTICED + 30 * SECOND_MS });
  });

  test("a member that is back has its incident look, soon and together with others", async () => {
    const setting = makeSetting();
    const { id } = await announced(setting);
    await live(setting, IDENTITY, up(3, 20 * MINUTE_MS));
    setting.now = OVER;
    setting.notifications.length = 0;
    await live(setting, IDENTITY, { kind: "sweep" });
    expect(setting.notifications).toEqual([{ incident: id, at: OVER, delayMs: SECOND_MS }]);
  });

  test("a queue that does not answer leaves the debt", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, up(1, -MINUTE_MS), down(2, 0));
    setting.now = NOTICED;
    const broken = {
      ...setting.deps,
      queues: {
        ...setting.deps.queues,
        sendNotification: () => Promise.reject(new TransientError("the queue is away")),
      },
    };
    await expect(applyEvidence(broken, IDENTITY, { kind: "sweep" })).rejects.toBeInstanceOf(TransientError);
    expect((await stored(setting)).owed?.incident).toBe(true);
  });
});
