import { describe, expect, test } from "vitest";
import { releaseMembers } from "../../../functions/application/end-membership.ts";
import type { Store } from "../../../functions/application/ports.ts";
import { SECOND_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, T0, down } from "../domain/histories.ts";
import { incidentsOf, live, makeSetting, stored } from "./setting.ts";
import type { Setting } from "./setting.ts";
import { BACK, OVER, announced, back } from "./stories.ts";

const MODULE = { ...IDENTITY, moduleId: "m" };

/** An incident whose ending was decided, and whose members are not free yet. */
async function resolved(setting: Setting): Promise<string> {
  const { id } = await announced(setting, IDENTITY, MODULE);
  await back(setting, IDENTITY, MODULE);
  const saved = await setting.store.incidents.read(id);
  if (saved === undefined) throw new Error("there is an incident");
  const state = { name: "resolved", at: OVER, outcome: "recovered" } as const;
  await setting.store.incidents.replace({ ...saved.value, state }, saved.version);
  return id;
}

describe("releaseMembers", () => {
  test("frees them all; repeating it changes nothing", async () => {
    const setting = makeSetting();
    const id = await resolved(setting);
    for (const _time of [1, 2]) {
      await releaseMembers(setting.deps, id);
      expect(await setting.store.connections.ofIncident(id)).toEqual([]);
    }
    expect(await incidentsOf(setting)).toHaveLength(1);
  });

  test("one that went out again in the last moment gets an incident of its own", async () => {
    const setting = makeSetting();
    const id = await resolved(setting);
    const saved = await setting.store.connections.read(IDENTITY);
    if (saved === undefined) throw new Error("it is known");
    // Its debt is not performed yet: the incident that it names is over.
    const state = { name: "offline", since: BACK, cause: down(4, 0).sequence } as const;
    await setting.store.connections.replace({ ...saved.value, state }, saved.version);
    await releaseMembers(setting.deps, id);
    const [first, second] = await incidentsOf(setting);
    expect([first?.id, second?.state.name]).toEqual([id, "open"]);
    expect(await stored(setting)).toMatchObject({ incidents: { outage: { id: second?.id, outAt: BACK } } });
    expect((await stored(setting)).owed).toBeUndefined();
  });

  test("what somebody else writes meanwhile is kept", async () => {
    let interfere = false;
    const setting: Setting = makeSetting((store): Store => ({
      ...store,
      connections: {
        ...store.connections,
        replace: async (one, version) => {
          if (interfere) {
            interfere = false;
            await live(setting, IDENTITY, down(4, BACK + 95 * SECOND_MS - T0));
          }
          return store.connections.replace(one, version);
        },
      },
    }));
    const id = await resolved(setting);
    interfere = true;
    await releaseMembers(setting.deps, id);
    expect(await setting.store.connections.ofIncident(id)).toEqual([]);
    expect((await stored(setting)).state).toMatchObject({ name: "suspect", since: BACK + 95 * SECOND_MS });
  });
});
