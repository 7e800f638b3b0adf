import { describe, expect, test } from "vitest";
import { giveUpDelivery } from "../../../functions/application/give-up-delivery.ts";
import { retryDelivery } from "../../../functions/application/retry-delivery.ts";
import type { Delivery } from "../../../functions/domain/delivery.ts";
import { DAY_MS } from "../../../functions/domain/time.ts";
import { OPS, PHONE, POLICY } from "../domain/policies.ts";
import { makeSetting, onlyIncident } from "./setting.ts";
import type { Setting } from "./setting.ts";
import { ANNOUNCED, announced } from "./stories.ts";

/** The outage was told in Teams; the phone could not be reached. */
async function phoneSilent(setting: Setting): Promise<Delivery> {
  setting.answer = ({ target }) =>
    target.channel === "sms" ? { name: "transient", error: "503" } : { name: "accepted", receipt: "r" };
  const { id } = await announced(setting);
  const deliveries = await setting.store.deliveries.ofIncident(id);
  const sms = deliveries.find(({ target }) => target.channel === "sms");
  if (sms === undefined) throw new Error("there is a delivery to the phone");
  return sms;
}

const read = async ({ store }: Setting, { incidentId, id }: Delivery): Promise<Delivery | undefined> =>
  (await store.deliveries.read(incidentId, id))?.value;

/** Lets the queue's messages about deliveries come, once each. */
async function handOver(setting: Setting): Promise<void> {
  for (const message of setting.notifications.splice(0)) {
    if ("delivery" in message) await retryDelivery(setting.deps, message.incidentId, message.delivery);
  }
}

const told = ({ sent }: Setting): unknown[] =>
  sent
    .filter(({ notice }) => notice.word === "UNDELIVERED")
    .map(({ target, notice }) => [target.id, notice.missed]);

const MISSED = { word: "OFFLINE", to: "oncall (SMS)" };

describe("a message that nobody took within the time", () => {
  test("is told once to whoever was told of the incident in Teams", async () => {
    const setting = makeSetting();
    const sms = await phoneSilent(setting);
    setting.now = ANNOUNCED + DAY_MS;
    await retryDelivery(setting.deps, sms.incidentId, sms.id);
    expect(await read(setting, sms)).toMatchObject({ state: { name: "dead", error: "503" } });
    await handOver(setting);
    expect(told(setting)).toEqual([[OPS.id, MISSED]]);
    await retryDelivery(setting.deps, sms.incidentId, sms.id);
    await giveUpDelivery(setting.deps, sms.incidentId, sms.id, "again");
    await handOver(setting);
    expect(told(setting)).toHaveLength(1);
    expect(setting.log.filter(({ event }) => event === "undelivered")).toHaveLength(1);
  });

  test("is found by the sweep where the process ended before it could be said", async () => {
    const setting = makeSetting();
    const sms = await phoneSilent(setting);
    const saved = await setting.store.deliveries.read(sms.incidentId, sms.id);
    const state = { name: "dead", at: setting.now, error: "503", untold: true } as const;
    await setting.store.deliveries.replace({ ...sms, state }, saved?.version ?? "");
    const due = await setting.store.deliveries.due(setting.now, 10);
    expect(due.map(({ id }) => id)).toContain(sms.id);
    await retryDelivery(setting.deps, sms.incidentId, sms.id);
    expect((await read(setting, sms))?.state).toEqual({ name: "dead", at: setting.now, error: "503" });
    await handOver(setting);
    expect(told(setting)).toEqual([[OPS.id, MISSED]]);
  });

  test("and of which nobody can hear is only logged", async () => {
    const setting = makeSetting();
    const sms = await phoneSilent(setting);
    const deps = { ...setting.deps, policy: { ...POLICY, receivers: [] } };
    const saved = await setting.store.incidents.read(sms.incidentId);
    if (saved === undefined) throw new Error("there is an incident");
    await setting.store.incidents.replace({ ...saved.value, told: [] }, saved.version);
    await giveUpDelivery(deps, sms.incidentId, sms.id, "gave up");
    expect(setting.log.at(-1)).toMatchObject({ event: "undelivered", error: "gave up", told: 0 });
    expect((await read(setting, sms))?.state).not.toHaveProperty("untold");
  });
});

describe("giving up", () => {
  test("goes to all of Teams where nobody in Teams was told", async () => {
    const other = {
      id: "workflow:other",
      channel: "teams-workflow",
      address: "https://example.test/2",
    } as const;
    const receivers = [...POLICY.receivers, { name: "other", channel: other.channel, targets: [other] }];
    const setting = makeSetting();
    const sms = await phoneSilent(setting);
    const saved = await setting.store.incidents.read(sms.incidentId);
    if (saved === undefined) throw new Error("there is an incident");
    const onlyPhone = saved.value.told.filter(({ target }) => target.id === PHONE.id);
    await setting.store.incidents.replace({ ...saved.value, told: onlyPhone }, saved.version);
    const deps = { ...setting.deps, policy: { ...POLICY, receivers } };
    await giveUpDelivery(deps, sms.incidentId, sms.id, "gave up");
    const { id } = await onlyIncident(setting);
    const all = await setting.store.deliveries.ofIncident(id);
    const undelivered = all.filter(({ purpose }) => purpose === "undelivered");
    expect(undelivered.map(({ target }) => target.id).toSorted()).toEqual([OPS.id, other.id]);
  });

  test("leaves alone what was sent, and what nobody knows", async () => {
    const setting = makeSetting();
    const { id } = await announced(setting);
    const before = await setting.store.deliveries.ofIncident(id);
    for (const one of before) await giveUpDelivery(setting.deps, id, one.id, "gave up");
    await giveUpDelivery(setting.deps, id, `${id}!opening!nobody`, "gave up");
    expect(await setting.store.deliveries.ofIncident(id)).toEqual(before);
  });

  test("of what says UNDELIVERED itself makes no further one", async () => {
    const setting = makeSetting();
    const sms = await phoneSilent(setting);
    await giveUpDelivery(setting.deps, sms.incidentId, sms.id, "gave up");
    const all = await setting.store.deliveries.ofIncident(sms.incidentId);
    const card = all.find(({ purpose }) => purpose === "undelivered");
    if (card === undefined) throw new Error("one is told");
    await giveUpDelivery(setting.deps, card.incidentId, card.id, "gave up");
    expect(await setting.store.deliveries.ofIncident(sms.incidentId)).toHaveLength(all.length);
  });
});
