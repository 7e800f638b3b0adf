import { describe, expect, test } from "vitest";
import { deliverOwed } from "../../../functions/application/deliver-owed.ts";
import { TransientError } from "../../../functions/application/ports.ts";
import { CLAIM_MS } from "../../../functions/domain/delivery.ts";
import type { Incident, OwedMessages } from "../../../functions/domain/incident.ts";
import { T0 } from "../domain/histories.ts";
import { OPS, PHONE } from "../domain/policies.ts";
import { makeSetting } from "./setting.ts";
import type { Setting } from "./setting.ts";

const incident: Incident = {
  id: "contoso-hub!pump-1!x",
  group: "contoso-hub!pump-1",
  hub: "contoso-hub",
  subject: "pump-1",
  code: "K7Q2",
  state: { name: "open" },
  openedAt: T0,
  opener: { key: "contoso-hub!pump-1", until: T0 },
  told: [],
  shown: [],
};
const owed = (purpose: OwedMessages["purpose"]): OwedMessages => ({
  purpose,
  targets: [OPS, PHONE].map(({ id, channel }) => ({ id, channel })),
  notice: {
    word: purpose === "opening" ? "OFFLINE" : "RECOVERED",
    code: "K7Q2",
    incidentId: incident.id,
    hub: "contoso-hub",
    subject: "pump-1",
    count: 1,
    names: ["pump-1"],
    at: T0,
    since: T0,
    zone: "UTC",
  },
});

const statesOf = async ({ store }: Setting, purpose: string): Promise<unknown[]> =>
  (await store.deliveries.ofIncident(incident.id))
    .filter((one) => one.purpose === purpose)
    .map(({ target, state, attempts }) => [target.channel, state.name, attempts]);

describe("deliverOwed", () => {
  test("one delivery for each target, claimed before it is sent", async () => {
    const setting = makeSetting();
    const during: unknown[] = [];
    setting.answer = async ({ target }) => {
      const states = await statesOf(setting, "opening");
      during.push(states.find((state) => Array.isArray(state) && state[0] === target.channel));
      return { name: "accepted", receipt: "r" };
    };
    await deliverOwed(setting.deps, incident, owed("opening"));
    expect(during).toEqual(
      expect.arrayContaining([
        ["sms", "claimed", 1],
        ["teams-workflow", "claimed", 1],
      ]),
    );
    expect(await statesOf(setting, "opening")).toEqual([
      ["sms", "sent", 1],
      ["teams-workflow", "sent", 1],
    ]);
  });

  test("called twice, also at once, it sends nothing twice", async () => {
    const setting = makeSetting();
    await Promise.all([1, 2].map(() => deliverOwed(setting.deps, incident, owed("opening"))));
    await deliverOwed(setting.deps, incident, owed("opening"));
    expect(setting.sent).toHaveLength(2);
  });

  test("an ending whose opening was accepted goes at once", async () => {
    const setting = makeSetting();
    await deliverOwed(setting.deps, incident, owed("opening"));
    await deliverOwed(setting.deps, incident, owed("ending"));
    expect(setting.sent.map(({ notice }) => notice.word)).toEqual([
      "OFFLINE",
      "OFFLINE",
      "RECOVERED",
      "RECOVERED",
    ]);
  });

  test("an ending whose opening is known to be accepted does not look for it", async () => {
    const setting = makeSetting((store) => ({
      ...store,
      deliveries: { ...store.deliveries, read: () => Promise.reject(new Error("nobody needs that")) },
    }));
    const reached = await deliverOwed(setting.deps, incident, owed("opening"));
    expect(reached).toEqual(new Set([OPS.id, PHONE.id]));
    const told = owed("opening").targets.map((target) => ({ target, at: T0, accepted: true }) as const);
    setting.answer = ({ target }) =>
      target.channel === "sms" ? { name: "permanent", error: "21610" } : { name: "accepted", receipt: "r" };
    const endings = await deliverOwed(setting.deps, { ...incident, told }, owed("ending"));
    expect(setting.sent).toHaveLength(4);
    expect(endings).toEqual(new Set([OPS.id]));
  });

  test("a target that has just got many is told in its turn", async () => {
    const setting = makeSetting();
    for (let count = 0; count < 5; count += 1) setting.deps.pace.take(PHONE.id, T0);
    expect(await deliverOwed(setting.deps, incident, owed("opening"))).toEqual(new Set([OPS.id]));
    expect(await statesOf(setting, "opening")).toEqual([
      ["sms", "pending", 0],
      ["teams-workflow", "sent", 1],
    ]);
    expect(setting.notifications).toMatchObject([{ delayMs: 2_000 }]);
  });

  test("an ending waits for an opening that is not accepted yet, and is dropped where it was refused", async () => {
    const setting = makeSetting();
    setting.answer = ({ target }) =>
      target.channel === "sms" ? { name: "permanent", error: "21211" } : { name: "transient", error: "503" };
    await deliverOwed(setting.deps, incident, owed("opening"));
    setting.sent.length = 0;
    setting.notifications.length = 0;
    await deliverOwed(setting.deps, incident, owed("ending"));
    expect(setting.sent).toEqual([]);
    expect(await statesOf(setting, "ending")).toEqual([["teams-workflow", "pending", 0]]);
    expect(setting.notifications).toMatchObject([{ at: T0 + CLAIM_MS, delayMs: CLAIM_MS }]);
  });

  test("one target's trouble neither holds back the others nor leaves their sending behind", async () => {
    let sending = 0;
    const setting = makeSetting((store) => ({
      ...store,
      deliveries: {
        ...store.deliveries,
        create: (one) =>
          one.target.channel === "sms"
            ? Promise.reject(new TransientError("503"))
            : store.deliveries.create(one),
      },
    }));
    setting.answer = async () => {
      sending += 1;
      await new Promise((resolve) => void setImmediate(resolve));
      sending -= 1;
      return { name: "accepted", receipt: "r" };
    };
    await expect(deliverOwed(setting.deps, incident, owed("opening"))).rejects.toBeInstanceOf(TransientError);
    expect(sending).toBe(0);
    expect(await statesOf(setting, "opening")).toEqual([["teams-workflow", "sent", 1]]);
  });
});
