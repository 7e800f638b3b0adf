import { describe, expect, test } from "vitest";
import { leaveIncident } from "../../../functions/application/leave-incident.ts";
import type { Store } from "../../../functions/application/ports.ts";
import type { Connection, Membership } from "../../../functions/domain/connection.ts";
import { STATES, connection, device } from "../../integration/api/seed.ts";
import { T0 } from "../domain/histories.ts";
import { makeSetting, stored } from "./setting.ts";
import type { Setting } from "./setting.ts";

const LEAF = device("leaf-1");
const ID = "contoso-hub!gw!000001";
const FLAPPING_ID = "contoso-hub!gw!:flapping!000001";
const part: Membership = { id: ID, outAt: T0, noticedAt: T0 + 1, behind: true };
const NOW = T0 + 99;

async function given(setting: Setting, one: Connection): Promise<void> {
  await setting.store.connections.create(one);
  setting.now = NOW;
}

describe("who leaves an incident", () => {
  test("is gone from then on, and owes an incident of its own that waits for nothing", async () => {
    const setting = makeSetting();
    const before = connection(LEAF, STATES.offline, { incidents: { outage: part } });
    await given(setting, before);
    const saved = await leaveIncident(setting.deps, LEAF, ID);
    expect(saved).toEqual(await setting.store.connections.read(LEAF));
    expect(saved?.value).toEqual({
      ...before,
      incidents: { outage: { ...part, goneAt: NOW } },
      owed: { since: NOW, records: [], archive: [], incident: true, rest: true },
    });
  });

  test.each(["suspect", "online", "recovering"] as const)("owes nothing while it is %s", async (name) => {
    const setting = makeSetting();
    await given(setting, connection(LEAF, STATES[name], { incidents: { outage: part } }));
    const saved = await leaveIncident(setting.deps, LEAF, ID);
    expect(saved?.value.incidents.outage).toEqual({ ...part, goneAt: NOW });
    expect(saved?.value.owed).toBeUndefined();
  });

  test("leaves one of flapping, and stays in the other", async () => {
    const setting = makeSetting();
    const incidents = { outage: part, flapping: { ...part, id: FLAPPING_ID } };
    await given(setting, connection(LEAF, STATES.offline, { incidents }));
    const saved = await leaveIncident(setting.deps, LEAF, FLAPPING_ID);
    expect(saved?.value.incidents).toEqual({
      outage: part,
      flapping: { ...part, id: FLAPPING_ID, goneAt: NOW },
    });
  });

  test("keeps what it owed before", async () => {
    const setting = makeSetting();
    const owed = { since: T0, records: [], archive: [], incident: false, flapping: true } as const;
    await given(setting, connection(LEAF, STATES.offline, { incidents: { outage: part }, owed }));
    await leaveIncident(setting.deps, LEAF, ID);
    expect((await stored(setting, LEAF)).owed).toEqual({ ...owed, incident: true, rest: true });
  });

  test.each<[string, Connection["incidents"]]>([
    ["is in none", {}],
    ["is in another", { outage: { ...part, id: `${ID}0` } }],
    ["came back", { outage: { ...part, backAt: T0 + 2 } }],
    ["left", { outage: { ...part, goneAt: T0 + 2 } }],
  ])("is nobody who %s: nothing is written", async (_title, incidents) => {
    const setting = makeSetting();
    await given(setting, connection(LEAF, STATES.offline, { incidents }));
    const before = await setting.store.connections.read(LEAF);
    expect(await leaveIncident(setting.deps, LEAF, ID)).toBeUndefined();
    expect(await setting.store.connections.read(LEAF)).toEqual(before);
  });

  test("is nobody who is not known", async () => {
    const setting = makeSetting();
    expect(await leaveIncident(setting.deps, LEAF, ID)).toBeUndefined();
  });

  /** Just before it is written, it becomes another one. */
  const becoming =
    (now: Connection) =>
    (store: Store): Store => {
      let once = true;
      return {
        ...store,
        connections: {
          ...store.connections,
          replace: async (one, version) => {
            if (once) await store.connections.replace(now, version);
            once = false;
            return store.connections.replace(one, version);
          },
        },
      };
    };

  test("that came back meanwhile stays as it is", async () => {
    const back = connection(LEAF, STATES.online, { incidents: { outage: { ...part, backAt: T0 + 2 } } });
    const setting = makeSetting(becoming(back));
    await given(setting, connection(LEAF, STATES.offline, { incidents: { outage: part } }));
    expect(await leaveIncident(setting.deps, LEAF, ID)).toBeUndefined();
    expect(await stored(setting, LEAF)).toEqual(back);
  });

  test("that somebody else writes meanwhile leaves all the same, and nothing of that is lost", async () => {
    const seen = connection(LEAF, STATES.offline, { incidents: { outage: part }, lastSeenAt: NOW });
    const setting = makeSetting(becoming(seen));
    await given(setting, connection(LEAF, STATES.offline, { incidents: { outage: part } }));
    const saved = await leaveIncident(setting.deps, LEAF, ID);
    expect(saved).toEqual(await setting.store.connections.read(LEAF));
    expect(saved?.value).toMatchObject({ lastSeenAt: NOW, incidents: { outage: { goneAt: NOW } } });
  });
});
