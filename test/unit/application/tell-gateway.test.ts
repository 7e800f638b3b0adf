import { describe, expect, test } from "vitest";
import type { Store } from "../../../functions/application/ports.ts";
import { tellGateway } from "../../../functions/application/tell-gateway.ts";
import type { Transition } from "../../../functions/domain/transition.ts";
import { STATES, connection, device, module } from "../../integration/api/seed.ts";
import { T0 } from "../domain/histories.ts";
import { makeSetting, stored } from "./setting.ts";
import type { Setting } from "./setting.ts";

const GW = device("gw");
const HUB = module("gw", "$edgeHub");
const OUT = { out: true, since: T0 };

const returned: Transition = {
  identity: HUB,
  state: "online",
  at: T0 + 5,
  noticedAt: T0 + 9,
  source: "event",
};

describe("a gateway's document", () => {
  test("is created where nobody knew the device, as one that never connected", async () => {
    const setting = makeSetting();
    const saved = await tellGateway(setting.deps, connection(HUB, STATES.offline), []);
    expect(saved?.value).toMatchObject({ identity: GW, state: { name: "new" }, edge: { hub: OUT } });
    expect(await setting.store.connections.read(GW)).toEqual(saved);
  });

  test("keeps all that it had, and the other module", async () => {
    const setting = makeSetting();
    const before = connection(GW, STATES.online, { edge: { agent: { out: false } } });
    await setting.store.connections.create(before);
    await tellGateway(setting.deps, connection(HUB, STATES.offline), []);
    expect(await stored(setting, GW)).toEqual({ ...before, edge: { agent: { out: false }, hub: OUT } });
  });

  test("hears of the return from the record that is owed of it", async () => {
    const setting = makeSetting();
    await tellGateway(setting.deps, connection(HUB, STATES.online), [returned]);
    expect((await stored(setting, GW)).edge).toEqual({ hub: { out: false, returnedAt: T0 + 5 } });
    // And remembers it, whatever it hears next.
    await tellGateway(setting.deps, connection(HUB, STATES.offline), []);
    expect((await stored(setting, GW)).edge).toEqual({ hub: { ...OUT, returnedAt: T0 + 5 } });
  });

  test("is not written again for what it knows", async () => {
    const setting = makeSetting();
    const first = await tellGateway(setting.deps, connection(HUB, STATES.offline), []);
    const second = await tellGateway(setting.deps, connection(HUB, STATES.offline), []);
    expect(second).toEqual(first);
  });

  test("is not made for a module that is deleted, nor for one that is no system module", async () => {
    const setting = makeSetting();
    expect(await tellGateway(setting.deps, connection(HUB, STATES.deleted), [])).toBeUndefined();
    const sensor = connection(module("gw", "sensor"), STATES.offline);
    expect(await tellGateway(setting.deps, sensor, [])).toBeUndefined();
    expect(await setting.store.connections.read(GW)).toBeUndefined();
  });

  test("is that of no gateway any more once its modules are deleted", async () => {
    const setting = makeSetting();
    await tellGateway(setting.deps, connection(HUB, STATES.offline), []);
    await tellGateway(setting.deps, connection(HUB, STATES.deleted), []);
    expect((await stored(setting, GW)).edge).toBeUndefined();
  });

  test("hears what the module is by now, not what it was when that was owed", async () => {
    const setting = makeSetting();
    await setting.store.connections.create(connection(HUB, STATES.online));
    await tellGateway(setting.deps, connection(HUB, STATES.offline), []);
    expect((await stored(setting, GW)).edge).toEqual({ hub: { out: false } });
  });

  test("hears again, where the module changed while it was written", async () => {
    let once = true;
    const setting: Setting = makeSetting((store) => ({
      ...store,
      connections: {
        ...store.connections,
        create: async (one) => {
          const saved = once ? await store.connections.read(HUB) : undefined;
          once = false;
          if (saved !== undefined) {
            await store.connections.replace(connection(HUB, STATES.online), saved.version);
          }
          return store.connections.create(one);
        },
      },
    }));
    await setting.store.connections.create(connection(HUB, STATES.offline));
    await tellGateway(setting.deps, connection(HUB, STATES.offline), []);
    expect((await stored(setting, GW)).edge).toEqual({ hub: { out: false } });
  });

  /** Just before the first write of the device, somebody else writes what its agent is. */
  function disturbed(): (store: Store) => Store {
    let once = true;
    const agent = connection(GW, STATES.new, { edge: { agent: { out: true } } });
    return (store) => {
      const interfere = async (): Promise<void> => {
        if (!once) return;
        once = false;
        const saved = await store.connections.read(GW);
        if (saved === undefined) await store.connections.create(agent);
        else await store.connections.replace(agent, saved.version);
      };
      return {
        ...store,
        connections: {
          ...store.connections,
          create: async (one) => {
            await interfere();
            return store.connections.create(one);
          },
          replace: async (one, version) => {
            await interfere();
            return store.connections.replace(one, version);
          },
        },
      };
    };
  }

  test.each([
    ["it is not there yet", false],
    ["it is there", true],
  ])("loses nothing that both modules write at once, where %s", async (_title, isThere) => {
    const setting = makeSetting(disturbed());
    if (isThere) await setting.store.connections.create(connection(GW, STATES.new));
    await tellGateway(setting.deps, connection(HUB, STATES.offline), []);
    expect((await stored(setting, GW)).edge).toEqual({ agent: { out: true }, hub: OUT });
  });
});
