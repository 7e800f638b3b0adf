import { describe, expect, test } from "vitest";
import { applyEvidence } from "../../../functions/application/apply-evidence.ts";
import { TransientError } from "../../../functions/application/ports.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { around } from "../../ports/around.ts";
import { disturb } from "../../ports/disturb.ts";
import { IDENTITY, T0, down, seq, up } from "../domain/histories.ts";
import { incidentsOf, live, makeSetting, stored } from "./setting.ts";

const MODULE = { ...IDENTITY, moduleId: "$edgeHub" };
const min = (count: number): number => T0 + count * MINUTE_MS;

describe("applyEvidence", () => {
  test("a disconnect sets a timer for its grace, with the sequence that it waits for", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, up(1, 0), down(2, MINUTE_MS));
    const dueAt = min(6);
    expect(setting.deadlines).toEqual([
      { identity: IDENTITY, sequence: seq(2), dueAt, delayMs: 5 * MINUTE_MS },
    ]);
  });

  test("a deadline that is past already is due at once, not before", async () => {
    const setting = makeSetting();
    setting.now = min(60);
    await applyEvidence(setting.deps, IDENTITY, up(1, 0));
    await applyEvidence(setting.deps, IDENTITY, down(2, 55 * MINUTE_MS + 1));
    expect(setting.deadlines).toMatchObject([{ delayMs: 1 }]);
  });

  test("what changes nothing writes nothing", async () => {
    const calls: string[] = [];
    const setting = makeSetting((store) =>
      around(store, ({ name, perform }) => {
        calls.push(name);
        return perform();
      }),
    );
    await live(setting, IDENTITY, up(1, 0), up(1, 0), { kind: "sweep" });
    expect(calls.filter((name) => !name.endsWith(".read"))).toEqual(["connections.create"]);
  });

  test("a duplicate performs what is still owed", async () => {
    const setting = makeSetting((store) => ({
      ...store,
      transitions: {
        ...store.transitions,
        record: (one) =>
          setting.now < min(7) ? Promise.reject(new TransientError("503")) : store.transitions.record(one),
      },
    }));
    await live(setting, IDENTITY, up(1, 0), down(2, MINUTE_MS));
    setting.now = min(6);
    const deadline = { kind: "deadline", sequence: seq(2) } as const;
    await expect(applyEvidence(setting.deps, IDENTITY, deadline)).rejects.toBeInstanceOf(TransientError);
    expect(await stored(setting)).toMatchObject({ state: { name: "offline" }, owed: { incident: true } });
    setting.now = min(7);
    const { reason } = await applyEvidence(setting.deps, IDENTITY, down(2, MINUTE_MS));
    expect(reason).toBe("duplicate");
    expect((await stored(setting)).owed).toBeUndefined();
    expect(await incidentsOf(setting)).toHaveLength(1);
  });

  test.each(["lost", "failBefore", "failAfter"] as const)(
    "a write that goes wrong (%s) is decided again",
    async (way) => {
      let writes = 0;
      const setting = makeSetting((store) =>
        disturb(store, {
          choose: ({ name }) => (name.endsWith(".replace") && writes++ === 0 ? way : undefined),
        }),
      );
      await live(setting, IDENTITY, up(1, 0), down(2, MINUTE_MS));
      expect(await stored(setting)).toMatchObject({ state: { name: "suspect" }, head: { drops: 1 } });
    },
  );

  test("somebody else's event in between is kept", async () => {
    let interfere = true;
    const setting = makeSetting((store) => ({
      ...store,
      connections: {
        ...store.connections,
        replace: async (one, version) => {
          if (interfere) {
            interfere = false;
            await applyEvidence(setting.deps, IDENTITY, up(3, 2 * MINUTE_MS));
          }
          return store.connections.replace(one, version);
        },
      },
    }));
    await live(setting, IDENTITY, up(1, 0), down(2, MINUTE_MS));
    const { state, recent } = await stored(setting);
    expect(state).toMatchObject({ name: "online", cause: seq(3) });
    expect(recent.map(({ sequence }) => sequence)).toEqual([1, 2, 3].map(seq));
  });

  test("the log says what was decided, and why", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, up(1, 0));
    expect(setting.log).toEqual([
      {
        event: "decision",
        ...IDENTITY,
        evidence: "connected",
        at: "2026-11-21T09:00:00.000Z",
        sequence: seq(1),
        reason: "connected",
        state: "online",
      },
    ]);
  });
});

describe("a device and its modules", () => {
  const deleted = { kind: "deleted", at: min(2) } as const;

  test("a device takes its modules with it, and no other device's", async () => {
    const setting = makeSetting();
    const other = { ...IDENTITY, deviceId: "pump-10" };
    for (const identity of [MODULE, other]) await live(setting, identity, up(1, 0));
    await live(setting, IDENTITY, deleted);
    expect((await stored(setting, MODULE)).state).toEqual({ name: "deleted", at: min(2) });
    expect((await stored(setting, other)).state.name).toBe("online");
  });

  test("a module's deletion is its own", async () => {
    const setting = makeSetting();
    for (const identity of [IDENTITY, MODULE]) await live(setting, identity, up(1, 0));
    await live(setting, MODULE, deleted);
    expect((await stored(setting)).state.name).toBe("online");
  });

  test("the modules go first, so that a crash between is mended by the event that comes again", async () => {
    const setting = makeSetting((store) => ({
      ...store,
      connections: {
        ...store.connections,
        replace: (one, version) =>
          one.identity.moduleId === undefined && one.state.name === "deleted" && setting.now < min(3)
            ? Promise.reject(new Error("the process is killed"))
            : store.connections.replace(one, version),
      },
    }));
    for (const identity of [IDENTITY, MODULE]) await live(setting, identity, up(1, 0));
    await expect(live(setting, IDENTITY, deleted)).rejects.toThrow("killed");
    expect((await stored(setting, MODULE)).state.name).toBe("deleted");
    setting.now = min(3);
    await live(setting, IDENTITY, deleted);
    expect((await stored(setting)).state.name).toBe("deleted");
  });

  test("a module heard of for the first time has gone with its device", async () => {
    const setting = makeSetting();
    await live(setting, IDENTITY, deleted);
    const { reason } = await applyEvidence(setting.deps, MODULE, down(5, MINUTE_MS));
    expect(reason).toBe("formerLife");
    expect(await setting.store.connections.read(MODULE)).toBeUndefined();
    await live(setting, MODULE, up(6, 3 * MINUTE_MS));
    expect((await stored(setting, MODULE)).state.name).toBe("online");
  });
});
