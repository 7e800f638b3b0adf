/** Two who tell a gateway's document of the same module: whoever writes last has seen what the module is by then. */
import { expect, test } from "vitest";
import type { Store } from "../../../functions/application/ports.ts";
import { tellGateway } from "../../../functions/application/tell-gateway.ts";
import { STATES, connection, device, module } from "../../integration/api/seed.ts";
import { makeSetting, stored } from "./setting.ts";

const GW = device("gw");
const HUB = module("gw", "$edgeHub");
const DEVICE = connection(GW, STATES.new, { edge: { hub: { out: false } } });
const OFFLINE = connection(HUB, STATES.offline);
const ONLINE = connection(HUB, STATES.online);

test("what the module was when the debt was read is not told when it is over", async () => {
  const setting = makeSetting();
  await setting.store.connections.create(DEVICE);
  await setting.store.connections.create(ONLINE);
  await tellGateway(setting.deps, OFFLINE, []);
  expect((await stored(setting, GW)).edge).toEqual({ hub: { out: false } });
});

test("nor where it is over just before the write, and who told of that found nothing to write", async () => {
  let isBack = false;
  const returning = (store: Store): Store => ({
    ...store,
    connections: {
      ...store.connections,
      replace: async (one, version) => {
        const hub = isBack ? undefined : await store.connections.read(HUB);
        isBack = true;
        if (hub !== undefined) await store.connections.replace(ONLINE, hub.version);
        return store.connections.replace(one, version);
      },
    },
  });
  const setting = makeSetting(returning);
  await setting.store.connections.create(DEVICE);
  await setting.store.connections.create(OFFLINE);
  await tellGateway(setting.deps, OFFLINE, []);
  expect((await stored(setting, GW)).edge).toEqual({ hub: { out: false } });
});
