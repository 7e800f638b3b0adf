import { describe, expect, test } from "vitest";
import { TransientError } from "../../../functions/application/ports.ts";
import type { EventReader, Store } from "../../../functions/application/ports.ts";
import { receiveEvents } from "../../../functions/application/receive-events.ts";
import { T0, up } from "../domain/histories.ts";
import { makeSetting } from "./setting.ts";

const pump = (name: string): { hub: string; deviceId: string } => ({ hub: "contoso-hub", deviceId: name });
const unread = { reason: "badTime", detail: "`time` is none.", body: "{}" };
const reader =
  (accepted: readonly string[], rejected = [unread]): EventReader =>
  async () => ({
    accepted: accepted.map((name) => ({ identity: pump(name), evidence: up(1, 0) })),
    rejected,
  });

/** The store does not answer for one device. */
const failingFor =
  (name: string) =>
  (store: Store): Store => ({
    ...store,
    connections: {
      ...store.connections,
      read: (identity) =>
        identity.deviceId === name
          ? Promise.reject(new TransientError("503"))
          : store.connections.read(identity),
    },
  });

describe("receiveEvents", () => {
  test("what can be read is applied, what cannot is kept", async () => {
    const setting = makeSetting();
    await receiveEvents(setting.deps, reader(["a", "b"]), "[]");
    expect((await setting.store.connections.page({}, undefined, 10)).map(({ state }) => state.name)).toEqual([
      "online",
      "online",
    ]);
    expect(await setting.store.rejected.page(undefined, 10)).toMatchObject([unread]);
  });

  test("one transient failure does not hold back its neighbours, and has the message come again", async () => {
    const setting = makeSetting(failingFor("b"));
    await expect(receiveEvents(setting.deps, reader(["a", "b", "c"]), "[]")).rejects.toBeInstanceOf(
      TransientError,
    );
    const known = await setting.store.connections.page({}, undefined, 10);
    expect(known.map(({ identity }) => identity.deviceId)).toEqual(["a", "c"]);
  });

  test("coming again, those that were applied are duplicates, and what cannot be read is kept once", async () => {
    let failing = true;
    const setting = makeSetting((store) => {
      const failed = failingFor("b")(store);
      return {
        ...failed,
        connections: {
          ...failed.connections,
          read: (identity) => (failing ? failed : store).connections.read(identity),
        },
      };
    });
    await receiveEvents(setting.deps, reader(["a", "b"]), "[]").catch(() => undefined);
    failing = false;
    await receiveEvents(setting.deps, reader(["a", "b"]), "[]");
    const reasons = setting.log.filter(({ event }) => event === "decision").map(({ reason }) => reason);
    expect(reasons).toEqual(["connected", "duplicate", "connected"]);
    expect(await setting.store.rejected.count()).toBe(1);
  });

  test("the reader is told the clock's time", async () => {
    const setting = makeSetting();
    const read: EventReader = async (body, now) => ({
      accepted: [],
      rejected: [{ ...unread, detail: `${String(body)} at ${now - T0}` }],
    });
    setting.now = T0 + 7;
    await receiveEvents(setting.deps, read, "x");
    expect(await setting.store.rejected.page(undefined, 1)).toMatchObject([{ detail: "x at 7", at: T0 + 7 }]);
  });
});
