import { describe, expect, test } from "vitest";
import { findOrOpen } from "../../../functions/application/open-incident.ts";
import type { Store } from "../../../functions/application/ports.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { groupOf } from "../../../functions/domain/group.ts";
import { IDENTITY, T0 } from "../domain/histories.ts";
import { incidentsOf, makeSetting, onlyIncident } from "./setting.ts";

const GROUP = groupOf(IDENTITY);
const OPENING = { openedAt: T0, dueAt: T0 + MINUTE_MS / 2 };

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
      ...OPENING,
    });
    expect(await setting.store.incidents.incidentOfCode(incident.code)).toBe(incident.id);
  });

  test("finds the one that is open", async () => {
    const { deps } = makeSetting();
    const first = await findOrOpen(deps, GROUP, OPENING);
    const second = await findOrOpen(deps, GROUP, { openedAt: T0 + 9, dueAt: T0 + 99 });
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

  test("many at once open one", async () => {
    const setting = makeSetting();
    const all = await Promise.all(Array.from({ length: 12 }, () => findOrOpen(setting.deps, GROUP, OPENING)));
    const { id } = await onlyIncident(setting);
    expect(new Set(all.map(({ incident }) => incident.id))).toEqual(new Set([id]));
    expect(all.filter(({ opened }) => opened)).toHaveLength(1);
  });

  test("a pointer whose writer crashed is made good by whoever finds it", async () => {
    const setting = makeSetting();
    const incidentId = `${GROUP.key}!left`;
    await setting.store.incidents.createPointer({ group: GROUP.key, incidentId });
    const { incident, opened } = await findOrOpen(setting.deps, GROUP, OPENING);
    expect({ id: incident.id, opened }).toEqual({ id: incidentId, opened: true });
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
