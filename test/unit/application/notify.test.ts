import { expect, test } from "vitest";
import { executeDeadline } from "../../../functions/application/execute-deadline.ts";
import { notify } from "../../../functions/application/notify.ts";
import { IDENTITY, down, seq, up } from "../domain/histories.ts";
import { live, makeSetting, stored, wordsOf } from "./setting.ts";
import { ANNOUNCED, NOTICED, announced, noticed } from "./stories.ts";

test("a message about an incident has it looked at", async () => {
  const setting = makeSetting();
  const { id } = await noticed(setting);
  setting.now = ANNOUNCED;
  await notify(setting.deps, { incident: id, at: ANNOUNCED });
  expect(wordsOf(setting)).toHaveLength(2);
});

test("a message about a delivery has it attempted", async () => {
  const setting = makeSetting();
  setting.answer = () => ({ name: "transient", error: "503" });
  await announced(setting);
  setting.answer = () => ({ name: "accepted", receipt: "r" });
  const messages = setting.notifications.filter((message) => "delivery" in message);
  for (const message of messages) {
    setting.now = message.at;
    await notify(setting.deps, message);
  }
  const deliveries = await setting.store.deliveries.ofIncident(messages[0]?.incidentId ?? "");
  expect(deliveries.map(({ state }) => state.name)).toEqual(["sent", "sent"]);
});

test("a deadline is executed once: its message may come again, or for what is over", async () => {
  const setting = makeSetting();
  await live(setting, IDENTITY, up(1, -1), down(2, 0));
  setting.now = NOTICED;
  const message = { identity: IDENTITY, sequence: seq(2), dueAt: NOTICED };
  await executeDeadline(setting.deps, { ...message, sequence: seq(1) });
  expect((await stored(setting)).state.name).toBe("suspect");
  for (const _time of [1, 2]) await executeDeadline(setting.deps, message);
  expect((await stored(setting)).state.name).toBe("offline");
  expect(await setting.store.incidents.page({}, undefined, 10)).toHaveLength(1);
});
