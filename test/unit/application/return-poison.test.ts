import { describe, expect, test } from "vitest";
import type { Deps } from "../../../functions/application/deps.ts";
import { TooLongError, TransientError } from "../../../functions/application/ports.ts";
import type { QueueName, RejectedEvent } from "../../../functions/application/ports.ts";
import { returnPoison } from "../../../functions/application/return-poison.ts";
import { deliveryId } from "../../../functions/domain/delivery.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { PHONE } from "../domain/policies.ts";
import { makeSetting, onlyIncident } from "./setting.ts";
import type { Setting } from "./setting.ts";
import { announced } from "./stories.ts";

const ALL: readonly QueueName[] = ["events", "deadlines", "notifications"];
const bringBackWith = (deps: Deps) => returnPoison(deps, ALL, 200, () => true);
const bringBack = ({ deps }: Setting) => bringBackWith(deps);
const rejectedOf = ({ store }: Setting): Promise<RejectedEvent[]> => store.rejected.page(undefined, 100);
const errorsOf = ({ log }: Setting) => log.filter(({ event }) => event === "exhausted");
const SPENT = '{"a":1,"replays":3}';

describe("returnPoison", () => {
  test.each<QueueName>(["events", "deadlines", "notifications"])(
    "what %s gave up on is sent to it again, marked, and is in poison no more",
    async (queue) => {
      const setting = makeSetting();
      setting.poison.put(queue, '{"a":1}');
      setting.poison.put(queue, '[{"a":2,"replays":1},{"a":3}]');
      expect(await bringBack(setting)).toEqual({ taken: 2, failed: 0, queues: [queue] });
      expect(setting.returned.toSorted()).toEqual([
        `${queue} {"a":1,"replays":1}`,
        `${queue} {"a":2,"replays":2}`,
        `${queue} {"a":3,"replays":1}`,
      ]);
      expect(setting.poison.all()).toEqual([]);
      expect(await rejectedOf(setting)).toEqual([]);
    },
  );

  test("the fourth time an event is rejected as it was, and a line says so", async () => {
    const setting = makeSetting();
    setting.poison.put("events", SPENT);
    await bringBack(setting);
    const [rejected] = await rejectedOf(setting);
    expect(rejected).toMatchObject({ reason: "exhausted", body: '{"a":1}' });
    expect(errorsOf(setting)).toEqual([{ event: "exhausted", queue: "events", id: rejected?.id }]);
    expect(setting.returned).toEqual([]);
    expect(setting.poison.all()).toEqual([]);
  });

  test("it is rejected once, though it could not be taken out of poison", async () => {
    const setting = makeSetting();
    setting.poison.put("events", SPENT);
    const removePoison = () => Promise.reject(new TransientError("503"));
    const deps = { ...setting.deps, queues: { ...setting.deps.queues, removePoison } };
    expect(await bringBackWith(deps)).toMatchObject({ taken: 1, failed: 1 });
    setting.now += 2 * MINUTE_MS;
    await bringBack(setting);
    expect(await rejectedOf(setting)).toHaveLength(1);
    expect(setting.poison.all()).toEqual([]);
  });

  test("a line is written though the answer that it was kept had been lost", async () => {
    let isLost = true;
    const setting = makeSetting((store) => ({
      ...store,
      rejected: {
        ...store.rejected,
        keep: async (event) => {
          const isNew = await store.rejected.keep(event);
          if (!isLost) return isNew;
          isLost = false;
          throw new TransientError("the answer was lost");
        },
      },
    }));
    setting.poison.put("events", SPENT);
    await bringBack(setting);
    expect(errorsOf(setting)).toEqual([]);
    setting.now += 2 * MINUTE_MS;
    await bringBack(setting);
    expect(errorsOf(setting)).toHaveLength(1);
  });

  test.each([
    ["events", "{", "notJson"],
    ["events", "7", "notAnEvent"],
    ["events", '["hello"]', "notAnEvent"],
    ["deadlines", "{", "notAMessage"],
    ["notifications", "[null]", "notAMessage"],
  ] as const)(
    "in %s, %s cannot be marked: it is rejected as %s, and comes back no more",
    async (queue, text, reason) => {
      const setting = makeSetting();
      setting.poison.put(queue, text);
      await bringBack(setting);
      expect(await rejectedOf(setting)).toMatchObject([{ reason }]);
      expect(setting.returned).toEqual([]);
      expect(setting.poison.all()).toEqual([]);
      expect(errorsOf(setting)).toEqual([]);
    },
  );

  test("a message with no room for the mark is exhausted", async () => {
    const setting = makeSetting();
    setting.poison.put("events", '{"a":1}');
    const send = () => Promise.reject(new TooLongError("too long"));
    await bringBackWith({ ...setting.deps, queues: { ...setting.deps.queues, send } });
    expect(await rejectedOf(setting)).toMatchObject([{ reason: "exhausted" }]);
    expect(setting.poison.all()).toEqual([]);
  });

  test("one that fails stays, hidden for two minutes, and holds back no other", async () => {
    const setting = makeSetting();
    for (const text of ['{"n":1}', '{"n":2}', '{"n":3}']) setting.poison.put("events", text);
    const { queues } = setting.deps;
    const send = (queue: QueueName, text: string): Promise<void> =>
      text.includes('"n":1') ? Promise.reject(new TransientError("503")) : queues.send(queue, text);
    const deps = { ...setting.deps, queues: { ...queues, send } };
    expect(await bringBackWith(deps)).toMatchObject({ taken: 3, failed: 1 });
    expect(setting.poison.all()).toEqual([{ queue: "events", text: '{"n":1}' }]);
    expect(await bringBack(setting)).toEqual({ taken: 0, failed: 0, queues: [] });
    setting.now += 2 * MINUTE_MS;
    expect(await bringBack(setting)).toMatchObject({ taken: 1, failed: 0 });
    expect(setting.returned).toHaveLength(3);
  });

  test("what may be taken is shared alike; what one queue does not need is another's", async () => {
    const setting = makeSetting();
    for (let index = 0; index < 9; index += 1) {
      for (const queue of ALL) if (queue !== "deadlines") setting.poison.put(queue, `{"n":${index}}`);
    }
    expect(await returnPoison(setting.deps, ALL, 9, () => true)).toEqual({
      taken: 9,
      failed: 0,
      queues: ["events", "notifications"],
    });
    expect(setting.returned.filter((text) => text.startsWith("events "))).toHaveLength(3);
  });

  test("a store that does not answer ends it", async () => {
    const away = new TransientError("503");
    const setting = makeSetting((store) => ({
      ...store,
      rejected: { ...store.rejected, keep: () => Promise.reject(away) },
      ping: () => Promise.reject(away),
    }));
    setting.poison.put("events", SPENT);
    setting.poison.put("deadlines", '{"n":1}');
    await expect(bringBack(setting)).rejects.toThrow("503");
    expect(setting.returned).toEqual([]);
    expect(setting.poison.all()).toHaveLength(2);
  });
});

describe("an exhausted delivery", () => {
  async function undeliverable(setting: Setting): Promise<string> {
    setting.answer = ({ target }) =>
      target.channel === "sms" ? { name: "transient", error: "503" } : { name: "accepted", receipt: "r" };
    await announced(setting);
    const { id: incidentId } = await onlyIncident(setting);
    const delivery = deliveryId(incidentId, "opening", PHONE);
    setting.poison.put(
      "notifications",
      JSON.stringify({ delivery, incidentId, at: setting.now, replays: 3 }),
    );
    return delivery;
  }

  test("is dead, and Teams hears of it once", async () => {
    const setting = makeSetting();
    const id = await undeliverable(setting);
    await bringBack(setting);
    const { id: incidentId } = await onlyIncident(setting);
    expect((await setting.store.deliveries.read(incidentId, id))?.value.state.name).toBe("dead");
    const deliveries = await setting.store.deliveries.ofIncident(incidentId);
    expect(deliveries.filter(({ notice }) => notice.word === "UNDELIVERED")).toMatchObject([
      { target: { channel: "teams-workflow" } },
    ]);
    expect(await rejectedOf(setting)).toMatchObject([{ reason: "exhausted" }]);
    expect(errorsOf(setting)).toHaveLength(1);
  });

  test("that cannot even be read keeps its message from circling", async () => {
    const setting = makeSetting((store) => ({
      ...store,
      deliveries: { ...store.deliveries, read: () => Promise.reject(new Error("version 9")) },
    }));
    setting.poison.put("notifications", '{"delivery":"d","incidentId":"g!i","at":1,"replays":3}');
    await bringBack(setting);
    expect(setting.poison.all()).toEqual([]);
    expect(await rejectedOf(setting)).toMatchObject([{ reason: "exhausted" }]);
    expect(setting.log).toContainEqual(expect.objectContaining({ event: "notGivenUp" }));
  });

  test("that cannot be given up at the moment stays in poison", async () => {
    let isAway = true;
    const setting = makeSetting((store) => ({
      ...store,
      deliveries: {
        ...store.deliveries,
        read: (incidentId, id) =>
          isAway ? Promise.reject(new TransientError("503")) : store.deliveries.read(incidentId, id),
      },
    }));
    setting.poison.put("notifications", '{"delivery":"g!i!d","incidentId":"g!i","at":1,"replays":3}');
    expect(await bringBack(setting)).toMatchObject({ taken: 1, failed: 1 });
    expect(await rejectedOf(setting)).toEqual([]);
    expect(setting.poison.all()).toHaveLength(1);
    isAway = false;
    setting.now += 2 * MINUTE_MS;
    await bringBack(setting);
    expect(await rejectedOf(setting)).toMatchObject([{ reason: "exhausted" }]);
  });

  test("of an incident's look is no loss: its instant is in the incident", async () => {
    const setting = makeSetting();
    const { id, dueAt } = await announced(setting);
    setting.poison.put("notifications", JSON.stringify({ incident: id, at: setting.now, replays: 3 }));
    await bringBack(setting);
    expect(await onlyIncident(setting)).toMatchObject({ id, dueAt });
    expect(await rejectedOf(setting)).toMatchObject([{ reason: "exhausted" }]);
  });
});
