/** What is known of a queue without taking from it: the emulator's and those of the stories say the same. */
import { beforeEach, expect, test } from "vitest";
import { QUEUE_NAMES } from "../../../functions/application/ports.ts";
import type { PoisonQueueName, QueueName, Queues } from "../../../functions/application/ports.ts";
import { parseSequence } from "../../../functions/domain/sequence.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";

type Name = QueueName | PoisonQueueName;

export interface MeasureHarness {
  readonly queues: Queues;
  readonly now: () => Instant;
  /** Puts a text into a queue, as others than we do. */
  put(queue: Name, text: string): Promise<void>;
  pass(ms: number): Promise<void>;
}

const ALL: readonly Name[] = QUEUE_NAMES.flatMap((name) => [name, `${name}-poison` as const]);
const sequence = parseSequence("0A") ?? expect.fail("a sequence");
const deadline = (dueAt: Instant) => ({ identity: { hub: "h", deviceId: "ø" }, sequence, dueAt });

export function describeMeasures(open: () => Promise<MeasureHarness>): void {
  let harness: MeasureHarness;
  let queues: Queues;
  let began: Instant;
  /** The service knows whole seconds. */
  const isSinceThen = (since: Instant | undefined): boolean =>
    since !== undefined && since > began - SECOND_MS && since <= harness.now();

  beforeEach(async () => {
    harness = await open();
    ({ queues } = harness);
    began = harness.now();
  });

  test("where no queue is, there is nothing", async () => {
    for (const queue of ALL) expect([queue, await queues.dueSince(queue)]).toEqual([queue, undefined]);
    expect(await queues.count("events")).toBe(0);
  });

  test("the oldest deadline counts, from the instant that it carries", async () => {
    for (const ago of [MINUTE_MS, HOUR_MS, 5 * MINUTE_MS])
      await queues.sendDeadline(deadline(began - ago), 0);
    expect(await queues.dueSince("deadlines")).toBe(began - HOUR_MS);
    expect(await queues.dueSince("notifications")).toBeUndefined();
  });

  test("so does the oldest notification, of an incident or of a delivery", async () => {
    await queues.sendNotification({ incident: "i", at: began - MINUTE_MS }, 0);
    expect(await queues.dueSince("notifications")).toBe(began - MINUTE_MS);
    await queues.sendNotification({ delivery: "d", incidentId: "i", at: began - HOUR_MS }, 0);
    expect(await queues.dueSince("notifications")).toBe(began - HOUR_MS);
  });

  test("a delayed message is not seen before it is visible", async () => {
    await queues.sendDeadline(deadline(began - HOUR_MS), SECOND_MS);
    expect(await queues.dueSince("deadlines")).toBeUndefined();
    await queues.sendDeadline(deadline(began - MINUTE_MS), 0);
    expect(await queues.dueSince("deadlines")).toBe(began - MINUTE_MS);
    await harness.pass(2 * SECOND_MS);
    expect(await queues.dueSince("deadlines")).toBe(began - HOUR_MS);
  });

  test.each(["deadlines", "notifications"] as const)(
    "what cannot be read in %s counts from when it was put there",
    async (queue) => {
      await harness.put(queue, "no message of ours");
      expect(isSinceThen(await queues.dueSince(queue))).toBe(true);
    },
  );

  test.each(["events", "events-poison", "deadlines-poison", "notifications-poison"] as const)(
    "whatever lies in %s counts from when it was put there, and is counted",
    async (queue) => {
      const carrying = { ...deadline(1), at: 1, incident: "i" };
      await harness.put(queue, JSON.stringify(carrying));
      await harness.put(queue, "[]");
      expect(isSinceThen(await queues.dueSince(queue))).toBe(true);
      expect(await queues.count(queue)).toBe(2);
    },
  );

  test("32 messages are looked at, and no more", async () => {
    for (let ago = 1; ago <= 40; ago += 1) await queues.sendDeadline(deadline(began - ago * MINUTE_MS), 0);
    expect(await queues.dueSince("deadlines")).toBe(began - 32 * MINUTE_MS);
  });

  test("looking takes nothing; what somebody took is not seen, but counted", async () => {
    await harness.put("events-poison", "1");
    await queues.dueSince("events-poison");
    expect(await queues.takePoison("events", 32)).toHaveLength(1);
    expect(await queues.dueSince("events-poison")).toBeUndefined();
    expect(await queues.count("events-poison")).toBe(1);
  });
}
