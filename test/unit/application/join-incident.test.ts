import { describe, expect, test } from "vitest";
import { findOrOpen } from "../../../functions/application/open-incident.ts";
import { joinIncident } from "../../../functions/application/join-incident.ts";
import type { Saved, Store } from "../../../functions/application/ports.ts";
import type { Connection } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import { groupOf } from "../../../functions/domain/group.ts";
import { identityKey } from "../../../functions/domain/identity.ts";
import type { Identity } from "../../../functions/domain/identity.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down } from "../domain/histories.ts";
import { POLICY, ROUTE } from "../domain/policies.ts";
import { incidentsOf, makeSetting, onlyIncident, stored } from "./setting.ts";
import type { Setting } from "./setting.ts";

const outageSince = (at: number) => ({ kind: "outage", since: at, isLast: true, isRest: false }) as const;

const MODULE = { ...IDENTITY, moduleId: "m" };
const NOTICED = T0 + 5 * MINUTE_MS;

/** An identity that is out since T0, saved as it is before it joins. */
async function outage({ store }: Setting, identity: Identity = IDENTITY): Promise<Saved<Connection>> {
  const suspect = decide(unknownConnection(identity), down(1, 0), SETTINGS, T0).next;
  const value = decide(suspect, { kind: "sweep" }, SETTINGS, NOTICED).next;
  const version = await store.connections.create(value);
  if (version === undefined) throw new Error("it is there already");
  return { value, version };
}

async function change({ store }: Setting, id: string, part: Partial<Incident>): Promise<void> {
  const saved = await store.incidents.read(id);
  if (saved === undefined) throw new Error("there is no such incident");
  await store.incidents.replace({ ...saved.value, ...part }, saved.version);
}

/** The group has an open incident, which is not the identity's own. */
async function openedByAnother({ deps, store }: Setting): Promise<void> {
  const opener = identityKey({ ...IDENTITY, moduleId: "other" });
  const group = groupOf(IDENTITY, POLICY);
  await findOrOpen({ ...deps, store }, group, { opener, openedAt: NOTICED, dueAt: NOTICED });
}

/** Something happens just after a connection was written. */
const afterNaming =
  (act: (incident: string) => Promise<void>) =>
  (store: Store): Store => ({
    ...store,
    connections: {
      ...store.connections,
      replace: async (one, version) => {
        const written = await store.connections.replace(one, version);
        await act(one.incidents.outage?.id ?? "");
        return written;
      },
    },
  });

const resolved = { state: { name: "resolved", at: T0, outcome: "recovered" } } as const;

describe("joinIncident", () => {
  test("the first opens an incident, names it, and a look is due when the group's wait is over", async () => {
    const setting = makeSetting();
    setting.now = NOTICED;
    const joined = await joinIncident(setting.deps, await outage(setting), outageSince(NOTICED));
    const incident = await onlyIncident(setting);
    expect(joined?.value).toEqual(await stored(setting));
    const part = { id: incident.id, outAt: T0, noticedAt: NOTICED, joinedAt: NOTICED };
    expect(joined?.value.incidents.outage).toMatchObject(part);
    expect(incident).toMatchObject({ openedAt: NOTICED, dueAt: NOTICED + 30 * SECOND_MS });
    expect(setting.notifications).toContainEqual({
      incident: incident.id,
      at: NOTICED + 30 * SECOND_MS,
      delayMs: 30 * SECOND_MS,
    });
  });

  test("who comes later names the same one and asks for a look", async () => {
    const setting = makeSetting();
    await joinIncident(setting.deps, await outage(setting), outageSince(NOTICED));
    setting.now = NOTICED + 7;
    await joinIncident(setting.deps, await outage(setting, MODULE), outageSince(NOTICED + 7));
    const { id } = await onlyIncident(setting);
    expect((await stored(setting, MODULE)).incidents.outage?.id).toBe(id);
    expect(setting.notifications.at(-1)).toEqual({
      incident: id,
      at: NOTICED + 7,
      delayMs: 2 * SECOND_MS - 7,
    });
  });

  test("two at once are in one incident", async () => {
    const setting = makeSetting();
    const both = await Promise.all([outage(setting), outage(setting, MODULE)]);
    await Promise.all(both.map((saved) => joinIncident(setting.deps, saved, outageSince(NOTICED))));
    const { id } = await onlyIncident(setting);
    expect(await setting.store.connections.ofIncident(id)).toHaveLength(2);
  });

  test("repeating it changes nothing", async () => {
    const setting = makeSetting();
    const joined = await joinIncident(setting.deps, await outage(setting), outageSince(NOTICED));
    if (joined === undefined) throw new Error("it joined");
    expect(await joinIncident(setting.deps, joined, outageSince(NOTICED + 9))).toEqual(joined);
    await onlyIncident(setting);
  });

  test("somebody else wrote meanwhile: the caller has to read again", async () => {
    const setting = makeSetting();
    const saved = await outage(setting);
    await setting.store.connections.replace(saved.value, saved.version);
    expect(await joinIncident(setting.deps, saved, outageSince(NOTICED))).toBeUndefined();
    expect((await stored(setting)).incidents.outage).toBeUndefined();
  });

  test("one that is resolved under its hands is left for the next", async () => {
    let once = true;
    const setting: Setting = makeSetting(
      afterNaming(async (id) => {
        if (once) await change(setting, id, resolved);
        once = false;
      }),
    );
    await openedByAnother(setting);
    const joined = await joinIncident(setting.deps, await outage(setting), outageSince(NOTICED));
    const incidents = await incidentsOf(setting);
    expect(incidents.map(({ state }) => state.name)).toEqual(["resolved", "open"]);
    expect(joined?.value.incidents.outage?.id).toBe(incidents.at(-1)?.id);
  });

  test("it does not follow incidents that end for ever", async () => {
    const setting: Setting = makeSetting(
      afterNaming(async (id) => {
        await change(setting, id, resolved);
        await openedByAnother(setting);
      }),
    );
    await openedByAnother(setting);
    expect(await joinIncident(setting.deps, await outage(setting), outageSince(NOTICED))).toBeUndefined();
    expect((await incidentsOf(setting)).length).toBeLessThanOrEqual(6);
  });

  test("one that is about to end has a member that is out again, and stays or is followed: never both, never none", async () => {
    let once = true;
    const setting: Setting = makeSetting(
      afterNaming(async (id) => {
        if (once) await change(setting, id, { state: { name: "ending" } });
        once = false;
      }),
    );
    await openedByAnother(setting);
    const joined = await joinIncident(setting.deps, await outage(setting), outageSince(NOTICED));
    const own = (await incidentsOf(setting)).find(({ id }) => id === joined?.value.incidents.outage?.id);
    expect(own?.state.name).toBe("open");
    expect(setting.notifications.some((one) => "incident" in one && one.incident === own?.id)).toBe(true);
  });

  test("the opener owes nothing more once it is named: the incident waits for it meanwhile", async () => {
    const setting = makeSetting();
    const joined = await joinIncident(setting.deps, await outage(setting), outageSince(NOTICED));
    expect(joined?.value.owed).toBeUndefined();
    expect(await stored(setting)).toEqual(joined?.value);
  });

  test("an opener that names it when its wait is over already has it looked at", async () => {
    const policy = { ...POLICY, routes: [{ ...ROUTE, groupWaitMs: 0 }] };
    const setting = makeSetting();
    setting.now = NOTICED;
    await joinIncident({ ...setting.deps, policy }, await outage(setting), outageSince(NOTICED));
    expect(setting.notifications).toMatchObject([{ delayMs: 0 }, { delayMs: SECOND_MS }]);
  });

  test("an opener that is too late for that is a joiner like any", async () => {
    const setting: Setting = makeSetting((store) => ({
      ...store,
      incidents: {
        ...store.incidents,
        create: async (incident) => {
          const version = await store.incidents.create(incident);
          setting.now += 170 * SECOND_MS;
          return version;
        },
      },
    }));
    const saved = await outage(setting);
    const joined = await joinIncident(setting.deps, saved, outageSince(NOTICED));
    expect(joined?.value.owed).toEqual(saved.value.owed);
    expect(setting.notifications.at(-1)).toMatchObject({ delayMs: SECOND_MS });
  });

  test("going out again while the incident is open, it is a member as from its first outage", async () => {
    const setting = makeSetting();
    const joined = await joinIncident(setting.deps, await outage(setting), outageSince(NOTICED));
    if (joined === undefined) throw new Error("it joined");
    const { outage: part } = joined.value.incidents;
    if (part === undefined) throw new Error("it is a member");
    const back: Connection = { ...joined.value, incidents: { outage: { ...part, backAt: NOTICED + 1 } } };
    const since = NOTICED + MINUTE_MS;
    const again: Connection = {
      ...back,
      state: { ...joined.value.state, since, name: "offline", cause: down(3, 0).sequence },
    };
    const version = await setting.store.connections.replace(again, joined.version);
    setting.now = NOTICED + 10 * MINUTE_MS;
    await joinIncident(
      setting.deps,
      { value: again, version: version ?? "" },
      outageSince(NOTICED + 9 * MINUTE_MS),
    );
    const { id } = await onlyIncident(setting);
    const member = (await stored(setting)).incidents.outage;
    expect(member).toMatchObject({ id, noticedAt: NOTICED + 9 * MINUTE_MS, joinedAt: setting.now });
    expect(member?.backAt).toBeUndefined();
    expect(Math.min(member?.outAt ?? Infinity, member?.firstOutAt ?? Infinity)).toBe(T0);
  });
});
