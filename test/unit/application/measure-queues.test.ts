import { describe, expect, test } from "vitest";
import { measureQueues } from "../../../functions/application/measure-queues.ts";
import type { Queues } from "../../../functions/application/ports.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { makeMemoryQueues } from "../../contract/queues/queues-in-memory.ts";
import { IDENTITY, T0, down } from "../domain/histories.ts";

const EMPTY = {
  events: { dueS: 0, length: 0 },
  deadlines: { dueS: 0 },
  notifications: { dueS: 0 },
  "events-poison": { dueS: 0, length: 0 },
  "deadlines-poison": { dueS: 0, length: 0 },
  "notifications-poison": { dueS: 0, length: 0 },
};

function makeQueues() {
  let now = T0;
  return {
    ...makeMemoryQueues(() => now),
    pass: (ms: number): void => void (now += ms),
    now: () => now,
  };
}
const { sequence } = down(2, 0);
const deadline = (dueAt: number) => ({ identity: IDENTITY, sequence, dueAt });

describe("queues are measured", () => {
  test("all at once, and none of them by the length of what is delayed", async () => {
    const { port } = makeQueues();
    const asked: string[] = [];
    const queues: Pick<Queues, "count" | "dueSince"> = {
      count: async (queue) => {
        asked.push(queue);
        return port.count(queue);
      },
      dueSince: async (queue) => port.dueSince(queue),
    };
    const { all, poison } = measureQueues(queues, T0);
    expect(asked.toSorted()).toEqual(["deadlines-poison", "events", "events-poison", "notifications-poison"]);
    expect((await all).queues).toEqual(EMPTY);
    expect([...(await poison)]).toEqual([
      ["events", 0],
      ["deadlines", 0],
      ["notifications", 0],
    ]);
  });

  test("by whole seconds since the oldest is due; what is not due yet waits for nobody", async () => {
    const { port, put, pass, now } = makeQueues();
    await port.sendDeadline(deadline(T0 + MINUTE_MS), MINUTE_MS);
    await port.sendNotification({ incident: "i", at: T0 }, 0);
    put("events", "{}");
    pass(MINUTE_MS - 1);
    put("events-poison", "{}");
    put("events-poison", "{}");
    expect((await measureQueues(port, now()).all).queues).toEqual({
      ...EMPTY,
      events: { dueS: 59, length: 1 },
      notifications: { dueS: 59 },
      "events-poison": { dueS: 0, length: 2 },
    });
    pass(1 + 90 * SECOND_MS);
    expect((await measureQueues(port, now()).all).queues).toMatchObject({ deadlines: { dueS: 90 } });
  });

  test("a service whose clock is ahead makes no age below nothing", async () => {
    const { port, put } = makeQueues();
    put("events", "{}");
    expect((await measureQueues(port, T0 - MINUTE_MS).all).queues).toMatchObject({
      events: { dueS: 0, length: 1 },
    });
  });

  test("what does not answer is unknown, and the rest is told", async () => {
    const { port, poison } = makeQueues();
    poison.put("deadlines", "{}");
    const refuse = (): Promise<never> => Promise.reject(new Error("503"));
    const queues: Pick<Queues, "count" | "dueSince"> = {
      count: async (queue) => (queue === "events-poison" ? refuse() : port.count(queue)),
      dueSince: async (queue) =>
        queue === "deadlines" || queue === "events-poison" ? refuse() : port.dueSince(queue),
    };
    const measuring = measureQueues(queues, T0);
    const { queues: measures, silent } = await measuring.all;
    expect(measures).toEqual({
      ...EMPTY,
      deadlines: { dueS: null },
      "events-poison": { dueS: null, length: null },
      "deadlines-poison": { dueS: 0, length: 1 },
    });
    expect([...silent.keys()].toSorted()).toEqual(["deadlines", "events-poison"]);
    expect((await measuring.poison).get("events")).toBeNull();
  });

  test("a port that throws at once is one that does not answer", async () => {
    const fail = (): never => {
      throw new Error("the process is dead");
    };
    const { queues } = await measureQueues({ count: fail, dueSince: fail }, T0).all;
    expect(queues).toMatchObject({ events: { dueS: null, length: null }, deadlines: { dueS: null } });
  });
});
