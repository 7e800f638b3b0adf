import { describe, expect, test } from "vitest";
import { TransientError } from "../../../functions/application/ports.ts";
import type { SendOutcome } from "../../../functions/application/ports.ts";
import { retryDelivery } from "../../../functions/application/retry-delivery.ts";
import { CLAIM_MS, deliveryId } from "../../../functions/domain/delivery.ts";
import type { Delivery, DeliveryState } from "../../../functions/domain/delivery.ts";
import { incidentId } from "../../../functions/domain/incident.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { T0 } from "../domain/histories.ts";
import { OPS, PHONE } from "../domain/policies.ts";
import { makeSetting } from "./setting.ts";
import type { Setting } from "./setting.ts";

const GROUP = "contoso-hub!pump-1";
const INCIDENT = incidentId(GROUP, "x");
const NOTICE = {
  word: "OFFLINE",
  code: "K7Q2",
  incidentId: INCIDENT,
  hub: "contoso-hub",
  subject: "pump-1",
  count: 1,
  names: ["pump-1"],
  at: T0,
  since: T0,
  zone: "UTC",
} as const;

const phone = { id: PHONE.id, channel: PHONE.channel };
const pending = (nextAttemptAt: number): DeliveryState => ({ name: "pending", nextAttemptAt });
const claimed = (until: number): DeliveryState => ({ name: "claimed", until });
const sent: DeliveryState = { name: "sent", at: T0, receipt: "r" };
const failed: DeliveryState = { name: "failed", at: T0, error: "21211" };
const dead: DeliveryState = { name: "dead", at: T0, error: "503" };

function deliveryOf(
  purpose: "opening" | "ending",
  state: DeliveryState,
  part: Partial<Delivery> = {},
): Delivery {
  const target = part.target ?? phone;
  return {
    id: deliveryId(INCIDENT, purpose, target),
    incidentId: INCIDENT,
    group: GROUP,
    purpose,
    target,
    notice: NOTICE,
    state,
    attempts: 1,
    createdAt: T0,
    ...part,
  };
}

/** Keeps the deliveries, takes up the last of them, and gives what became of it. */
async function retried(setting: Setting, ...deliveries: Delivery[]): Promise<Delivery | undefined> {
  for (const delivery of deliveries) await setting.store.deliveries.create(delivery);
  const id = deliveries.at(-1)?.id ?? "";
  await retryDelivery(setting.deps, INCIDENT, id);
  return (await setting.store.deliveries.read(INCIDENT, id))?.value;
}

const reasonOf = ({ log }: Setting): unknown => log.at(-1)?.["reason"];

describe("an opening", () => {
  const untouched: [string, DeliveryState, string][] = [
    ["sent", sent, "settled"],
    ["refused", failed, "settled"],
    ["dead", dead, "settled"],
    ["somebody is sending it", claimed(T0 + 1), "claimed"],
    ["it is not due for more than a second", pending(T0 + SECOND_MS + 1), "notDue"],
  ];
  test.each(untouched)("%s: nothing is sent", async (_title, state, reason) => {
    const setting = makeSetting();
    const before = deliveryOf("opening", state);
    expect(await retried(setting, before)).toEqual(before);
    expect(setting.sent).toEqual([]);
    expect(reasonOf(setting)).toBe(reason);
  });

  test.each<[string, DeliveryState]>([
    ["its instant has come", pending(T0)],
    ["its message came a second early by another clock", pending(T0 + SECOND_MS)],
    ["its claim has run out", claimed(T0)],
  ])("%s: it is sent", async (_title, state) => {
    const setting = makeSetting();
    expect(await retried(setting, deliveryOf("opening", state))).toMatchObject({
      state: { name: "sent", at: T0, receipt: "r" },
      attempts: 2,
    });
    expect(setting.sent).toMatchObject([{ target: PHONE, notice: NOTICE, unknownSince: T0 }]);
  });

  test("the first attempt has nothing to look for", async () => {
    const setting = makeSetting();
    await retried(setting, deliveryOf("opening", pending(T0), { attempts: 0 }));
    expect(setting.sent[0]).not.toHaveProperty("unknownSince");
  });

  test("while it is sent it is claimed: nobody else sends it", async () => {
    const setting = makeSetting();
    let during: DeliveryState | undefined;
    setting.answer = async () => {
      const { id } = deliveryOf("opening", sent);
      during = (await setting.store.deliveries.read(INCIDENT, id))?.value.state;
      await retryDelivery(setting.deps, INCIDENT, id);
      return { name: "accepted", receipt: "r" };
    };
    await retried(setting, deliveryOf("opening", pending(T0)));
    expect(during).toEqual(claimed(T0 + CLAIM_MS));
    expect(setting.sent).toHaveLength(1);
  });

  test("many that are due at once take turns, and each goes when its turn has come", async () => {
    const setting = makeSetting();
    const targets = Array.from({ length: 7 }, () => phone);
    const due = targets.map((target, index) =>
      deliveryOf("opening", pending(T0), { target, id: `${INCIDENT}!opening!${index}` }),
    );
    for (const one of due) await retried(setting, one);
    expect(setting.sent).toHaveLength(5);
    const states = await Promise.all(
      due.slice(5).map(async ({ id }) => (await setting.store.deliveries.read(INCIDENT, id))?.value),
    );
    expect(states).toMatchObject([
      { state: { name: "pending", nextAttemptAt: T0 + 2_000, paced: true }, attempts: 1 },
      { state: { name: "pending", nextAttemptAt: T0 + 4_000, paced: true }, attempts: 1 },
    ]);
    expect(setting.notifications.map(({ delayMs }) => delayMs)).toEqual([2_000, 4_000]);
    setting.now = T0 + 2_000;
    await retryDelivery(setting.deps, INCIDENT, due[5]?.id ?? "");
    expect(setting.sent).toHaveLength(6);
  });

  test.each(["before", "after"])(
    "that was sent is noted, though the store failed %s noting it",
    async (when) => {
      let failing = true;
      const setting = makeSetting((store) => ({
        ...store,
        deliveries: {
          ...store.deliveries,
          replace: async (one, version) => {
            if (one.state.name !== "sent" || !failing) return store.deliveries.replace(one, version);
            failing = false;
            if (when === "after") await store.deliveries.replace(one, version);
            throw new TransientError("503");
          },
        },
      }));
      expect((await retried(setting, deliveryOf("opening", pending(T0))))?.state).toEqual(sent);
      expect(setting.sent).toHaveLength(1);
    },
  );

  test("that somebody else has taken up meanwhile is his to say what became of", async () => {
    const setting = makeSetting();
    const delivery = deliveryOf("opening", pending(T0));
    setting.answer = async () => {
      const saved = await setting.store.deliveries.read(INCIDENT, delivery.id);
      if (saved === undefined) throw new Error("it is there");
      const theirs = { ...saved.value, attempts: saved.value.attempts + 1 };
      await setting.store.deliveries.replace(theirs, saved.version);
      return { name: "accepted", receipt: "r" };
    };
    expect((await retried(setting, delivery))?.state.name).toBe("claimed");
  });

  test("of which no attempt ever came to an end is given up when its time is over", async () => {
    const setting = makeSetting();
    const late = deliveryOf("opening", claimed(T0), { createdAt: T0 - DAY_MS });
    expect((await retried(setting, late))?.state).toMatchObject({ name: "dead" });
    expect(setting.sent).toEqual([]);
  });

  test("a turn that was missed is taken anew", async () => {
    const setting = makeSetting();
    const missed = { name: "pending", nextAttemptAt: T0 - 10_000, paced: true } as const;
    for (let count = 0; count < 5; count += 1) setting.deps.pace.take(phone.id, T0);
    const delivery = await retried(setting, deliveryOf("opening", missed));
    expect(delivery?.state).toEqual({ name: "pending", nextAttemptAt: T0 + 2_000, paced: true });
  });

  test("two that take it up at once send it once", async () => {
    const setting = makeSetting();
    const delivery = deliveryOf("opening", pending(T0));
    await setting.store.deliveries.create(delivery);
    await Promise.all([1, 2, 3].map(() => retryDelivery(setting.deps, INCIDENT, delivery.id)));
    expect(setting.sent).toHaveLength(1);
  });

  const outcomes: [string, SendOutcome, Partial<Delivery>, object][] = [
    ["permanent", { name: "permanent", error: "21610" }, {}, { name: "failed", at: T0, error: "21610" }],
    ["transient", { name: "transient", error: "503" }, {}, { name: "pending", error: "503" }],
    [
      "transient at its last",
      { name: "transient", error: "503" },
      { createdAt: T0 - DAY_MS + 1 },
      { name: "dead" },
    ],
    [
      "asked to wait beyond its last",
      { name: "transient", error: "429", retryAfterMs: DAY_MS },
      {},
      { name: "dead", error: "429" },
    ],
  ];
  test.each(outcomes)("%s", async (_title, outcome, part, state) => {
    const setting = makeSetting();
    setting.answer = () => outcome;
    expect((await retried(setting, deliveryOf("opening", pending(T0), part)))?.state).toMatchObject(state);
  });

  test("a transient failure is a stored next attempt and a message for it", async () => {
    const setting = makeSetting();
    setting.answer = () => ({ name: "transient", error: "503", retryAfterMs: MINUTE_MS });
    const delivery = deliveryOf("opening", pending(T0));
    const after = await retried(setting, delivery);
    const nextAttemptAt = after?.state.name === "pending" ? after.state.nextAttemptAt : 0;
    expect(nextAttemptAt).toBeGreaterThanOrEqual(T0 + MINUTE_MS);
    expect(setting.notifications).toEqual([
      { delivery: delivery.id, incidentId: INCIDENT, at: nextAttemptAt, delayMs: nextAttemptAt - T0 },
    ]);
  });

  test("a workflow that has left the policy is refused; a phone is still told", async () => {
    const setting = makeSetting();
    const silent = { ...setting.deps, policy: { ...setting.deps.policy, receivers: [] } };
    const target = { id: OPS.id, channel: OPS.channel };
    for (const delivery of [
      deliveryOf("opening", pending(T0), { target }),
      deliveryOf("opening", pending(T0)),
    ]) {
      await setting.store.deliveries.create(delivery);
      await retryDelivery(silent, INCIDENT, delivery.id);
    }
    const all = await setting.store.deliveries.ofIncident(INCIDENT);
    expect(all.map(({ state }) => state.name).sort()).toEqual(["failed", "sent"]);
    expect(setting.sent).toMatchObject([{ target: PHONE }]);
  });

  test("one that nobody knows is nothing to do", async () => {
    const setting = makeSetting();
    await retryDelivery(setting.deps, INCIDENT, `${INCIDENT}!opening!x`);
    expect(reasonOf(setting)).toBe("unknownDelivery");
  });

  test("a store that fails has the message come again", async () => {
    const setting = makeSetting((store) => ({
      ...store,
      deliveries: { ...store.deliveries, read: () => Promise.reject(new TransientError("503")) },
    }));
    await expect(retryDelivery(setting.deps, INCIDENT, "x")).rejects.toBeInstanceOf(TransientError);
  });
});

describe("an ending", () => {
  const ending = deliveryOf("ending", pending(T0), { attempts: 0 });

  test("after an accepted opening it is sent", async () => {
    const setting = makeSetting();
    expect((await retried(setting, deliveryOf("opening", sent), ending))?.state.name).toBe("sent");
  });

  test.each<[string, DeliveryState]>([
    ["refused", failed],
    ["dead", dead],
  ])("nobody gets one whose opening is %s", async (_title, state) => {
    const setting = makeSetting();
    const after = await retried(setting, deliveryOf("opening", state), ending);
    expect(after?.state).toEqual({ name: "failed", at: T0, error: "its opening was never accepted" });
    expect(setting.sent).toEqual([]);
  });

  test.each<[string, DeliveryState]>([
    ["pending", pending(T0 + MINUTE_MS)],
    ["being sent", claimed(T0 + MINUTE_MS)],
  ])("it waits while its opening is %s", async (_title, state) => {
    const setting = makeSetting();
    const after = await retried(setting, deliveryOf("opening", state), ending);
    expect(after?.state).toEqual(pending(T0 + CLAIM_MS));
    expect(setting.notifications).toMatchObject([{ delivery: ending.id, at: T0 + CLAIM_MS }]);
    expect(setting.sent).toEqual([]);
  });

  test("waiting, a message that comes before its time asks for no further one", async () => {
    const setting = makeSetting();
    const waiting = deliveryOf("ending", pending(T0 + 5 * SECOND_MS), { attempts: 0 });
    await retried(setting, deliveryOf("opening", pending(T0)), waiting);
    expect(setting.notifications).toEqual([]);
    expect(reasonOf(setting)).toBe("waitsForOpening");
  });

  test("it need not wait any longer once its opening is settled", async () => {
    const setting = makeSetting();
    const waiting = deliveryOf("ending", pending(T0 + MINUTE_MS), { attempts: 0 });
    await setting.store.deliveries.create(waiting);
    await retried(setting, deliveryOf("opening", pending(T0)));
    expect(setting.notifications).toEqual([
      { delivery: waiting.id, incidentId: INCIDENT, at: T0, delayMs: 0 },
    ]);
    await retryDelivery(setting.deps, INCIDENT, waiting.id);
    expect(setting.sent).toHaveLength(2);
  });

  test("one that was tried waits as its provider asked, whoever wakes it", async () => {
    const setting = makeSetting();
    const asked = deliveryOf("ending", pending(T0 + 30 * MINUTE_MS));
    expect(await retried(setting, deliveryOf("opening", sent), asked)).toEqual(asked);
    expect(reasonOf(setting)).toBe("notDue");
  });
});
