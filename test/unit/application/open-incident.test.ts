import { describe, expect, test } from "vitest";
import { findOrOpen } from "../../../functions/application/open-incident.ts";
import type { Store } from "../../../functions/application/ports.ts";
import { makeTurns } from "../../../functions/application/turns.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { groupOf } from "../../../functions/domain/group.ts";
import { IDENTITY, T0 } from "../domain/histories.ts";
import { incidentsOf, makeSetting, onlyIncident, stored } from "./setting.ts";
import { BACK, OVER, announced, back } from "./stories.ts";
import { POLICY } from "../domain/policies.ts";

const GROUP = groupOf(IDENTITY, POLICY);
const OPENING = { opener: "contoso-hub!pump-1", openedAt: T0, dueAt: T0 + MINUTE_MS / 2 };

describe("findOrOpen", () => {
  test("opens an incident with a code that leads to it, and a timer for its wait", async () => {
    const setting = makeSetting();
    const { incident, opened } = await findOrOpen(setting.deps, GROUP, OPENING);
    expect(opened).toBe(true);
    expect(await onlyIncident(setting)).toEqual(incident);
    expect(incident).toMatchObject({
      group: GROUP.key,
      subject: "pump-1",
      state: { name: "open" },
      opener: { key: OPENING.opener, until: T0 + 3 * MINUTE_MS },
      openedAt: OPENING.openedAt,
      dueAt: OPENING.dueAt,
    });
    expect(await setting.store.incidents.incidentOfCode(incident.code)).toBe(incident.id);
  });

  test("finds the one that is open", async () => {
    const { deps } = makeSetting();
    const first = await findOrOpen(deps, GROUP, OPENING);
    const other = { opener: "contoso-hub!pump-1!m", openedAt: T0 + 9, dueAt: T0 + 99 };
    const second = await findOrOpen(deps, GROUP, other);
    expect(second).toEqual({ incident: first.incident, opened: false });
  });

  test("opens the next one when the last is over", async () => {
    const setting = makeSetting();
    const { incident } = await findOrOpen(setting.deps, GROUP, OPENING);
    const saved = await setting.store.incidents.read(incident.id);
    const resolved = { name: "resolved", at: T0, outcome: "recovered" } as const;
    await setting.store.incidents.replace({ ...incident, state: resolved }, saved?.version ?? "");
    const next = await findOrOpen(setting.deps, GROUP, { ...OPENING, openedAt: T0 + 1 });
    expect(next.opened).toBe(true);
    expect((await incidentsOf(setting)).map(({ id }) => id)).toEqual([incident.id, next.incident.id]);
    expect(next.incident.code).not.toBe(incident.code);
  });

  test("before the next one is opened the members of the last are listed: none of them names it any more then", async () => {
    const setting = makeSetting();
    const { id } = await announced(setting);
    await back(setting);
    const saved = await setting.store.incidents.read(id);
    if (saved === undefined) throw new Error("there is an incident");
    const state = { name: "resolved", at: OVER, outcome: "recovered" } as const;
    await setting.store.incidents.replace({ ...saved.value, state, dueAt: OVER + 1 }, saved.version);
    // Came too late, and has only named it in passing.
    const known = await stored(setting);
    const passing = { id, outAt: OVER, noticedAt: OVER };
    const late = { ...known, identity: { ...IDENTITY, moduleId: "late" }, incidents: { outage: passing } };
    await setting.store.connections.create(late);
    expect((await findOrOpen(setting.deps, GROUP, OPENING)).opened).toBe(true);
    expect(await setting.store.incidents.membersOf(id)).toEqual([
      { key: "contoso-hub!pump-1", from: T0, to: BACK },
    ]);
  });

  test("many at once open one", async () => {
    const setting = makeSetting();
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        findOrOpen({ ...setting.deps, turns: makeTurns() }, GROUP, { ...OPENING, opener: `m${index}` }),
      ),
    );
    const { id } = await onlyIncident(setting);
    expect(new Set(all.map(({ incident }) => incident.id))).toEqual(new Set([id]));
    expect(all.filter(({ opened }) => opened)).toHaveLength(1);
  });

  test("of one instance only one asks for the group's last at a time", async () => {
    let asking = 0;
    let most = 0;
    const setting = makeSetting((store): Store => ({
      ...store,
      incidents: {
        ...store.incidents,
        latest: async (group) => {
          most = Math.max(most, (asking += 1));
          await new Promise((resolve) => void setImmediate(resolve));
          asking -= 1;
          return store.incidents.latest(group);
        },
      },
    }));
    await Promise.all(Array.from({ length: 12 }, () => findOrOpen(setting.deps, GROUP, OPENING)));
    expect(most).toBe(1);
  });

  test("an opener that did not hear of its success is a joiner, and sets the timer that may be missing", async () => {
    const setting = makeSetting();
    const { incident } = await findOrOpen(setting.deps, GROUP, OPENING);
    setting.notifications.length = 0;
    expect(await findOrOpen(setting.deps, GROUP, OPENING)).toEqual({ incident, opened: false });
    expect(setting.notifications).toMatchObject([{ incident: incident.id, at: OPENING.dueAt }]);
    setting.now += 3 * MINUTE_MS;
    await findOrOpen(setting.deps, GROUP, OPENING);
    expect(setting.notifications).toHaveLength(1);
  });

  test("a code that another incident has is not taken", async () => {
    const taken: string[] = [];
    const setting = makeSetting((store): Store => ({
      ...store,
      incidents: {
        ...store.incidents,
        reserveCode: async (code, id) => {
          if (taken.length < 3) await store.incidents.reserveCode(code, `other${taken.push(code)}`);
          return store.incidents.reserveCode(code, id);
        },
      },
    }));
    const { incident } = await findOrOpen(setting.deps, GROUP, OPENING);
    expect(taken).toHaveLength(3);
    expect(taken).not.toContain(incident.code);
    expect(await setting.store.incidents.incidentOfCode(incident.code)).toBe(incident.id);
  });
});
