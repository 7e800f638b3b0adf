import { describe, expect, test } from "vitest";
import { lookAtIncident } from "../../../functions/application/look-at-incident.ts";
import { TransientError } from "../../../functions/application/ports.ts";
import type { Store } from "../../../functions/application/ports.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { groupOf } from "../../../functions/domain/group.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { findOrOpen } from "../../../functions/application/open-incident.ts";
import { IDENTITY, down, up } from "../domain/histories.ts";
import { live, makeSetting, onlyIncident, stored, wordsOf } from "./setting.ts";
import type { Setting } from "./setting.ts";
import { ANNOUNCED, BACK, NOTICED, OVER, announced, back, noticed } from "./stories.ts";
import { T0 } from "../domain/histories.ts";
import { POLICY } from "../domain/policies.ts";

const MODULE = { ...IDENTITY, moduleId: "m" };
const OPENINGS = ["teams-workflow OFFLINE ×1", "sms OFFLINE ×1"];
const ENDINGS = ["teams-workflow RECOVERED ×1", "sms RECOVERED ×1"];

/** Before an incident is written, `act` may interfere, or fail. */
const beforeWriting =
  (act: (incident: Incident) => Promise<void> | void) =>
  (store: Store): Store => ({
    ...store,
    incidents: {
      ...store.incidents,
      replace: async (incident, version) => {
        await act(incident);
        return store.incidents.replace(incident, version);
      },
    },
  });

const reasons = ({ log }: Setting): unknown[] =>
  log.filter(({ event }) => event === "look").map(({ reason }) => reason);

describe("a group's wait", () => {
  test("before it is over nobody is told, and the look comes again when it is", async () => {
    const setting = makeSetting();
    const { id } = await noticed(setting);
    setting.now = NOTICED + SECOND_MS;
    await lookAtIncident(setting.deps, id, NOTICED);
    expect(setting.sent).toEqual([]);
    expect(await onlyIncident(setting)).toMatchObject({ dueAt: ANNOUNCED, lookedAt: NOTICED + SECOND_MS });
  });

  test("a timer that comes a moment too early sets a new one", async () => {
    const setting = makeSetting();
    const { id } = await noticed(setting);
    setting.now = ANNOUNCED - 40;
    setting.notifications.length = 0;
    await lookAtIncident(setting.deps, id, ANNOUNCED);
    expect(setting.notifications).toEqual([{ incident: id, at: ANNOUNCED, delayMs: 40 }]);
  });

  test("when it is over everybody is told, once", async () => {
    const setting = makeSetting();
    const incident = await announced(setting);
    expect(wordsOf(setting)).toEqual(OPENINGS);
    expect(incident).toMatchObject({
      announcedAt: ANNOUNCED,
      shown: ["contoso-hub!pump-1"],
      spoken: [{ at: ANNOUNCED, count: 1 }],
    });
    expect(incident.owed).toBeUndefined();
    setting.now += 1;
    await lookAtIncident(setting.deps, incident.id, setting.now);
    expect(setting.sent).toHaveLength(2);
  });
});

describe("the ending", () => {
  test("goes to whoever was told, and the members' list is kept", async () => {
    const setting = makeSetting();
    const { id } = await announced(setting);
    await back(setting);
    await lookAtIncident(setting.deps, id, OVER);
    expect(wordsOf(setting)).toEqual([...OPENINGS, ...ENDINGS]);
    const incident = await onlyIncident(setting);
    expect(incident).toMatchObject({
      state: { name: "resolved", outcome: "recovered" },
      since: T0,
      until: BACK,
    });
    expect([incident.owed, incident.dueAt]).toEqual([undefined, undefined]);
    expect(await setting.store.incidents.membersOf(id)).toEqual([
      { key: "contoso-hub!pump-1", from: T0, to: BACK },
    ]);
  });

  test("does not come while one member is still recovering", async () => {
    const setting = makeSetting();
    const { id } = await announced(setting, IDENTITY, MODULE);
    await back(setting);
    await lookAtIncident(setting.deps, id, OVER);
    expect(await onlyIncident(setting)).toMatchObject({ state: { name: "open" } });
    expect(setting.sent).toHaveLength(2);
  });

  test("a member that goes out between the two looks keeps it open", async () => {
    let once = true;
    const setting: Setting = makeSetting(
      beforeWriting(async ({ state }) => {
        if (state.name !== "ending" || !once) return;
        once = false;
        await live(setting, IDENTITY, down(4, BACK + 80 * SECOND_MS - T0));
      }),
    );
    const { id } = await announced(setting);
    await back(setting);
    await lookAtIncident(setting.deps, id, OVER);
    expect((await stored(setting)).state.name).toBe("offline");
    expect(await onlyIncident(setting)).toMatchObject({ id, state: { name: "open" } });
    expect(wordsOf(setting)).toEqual(OPENINGS);
  });
});

describe("many looks", () => {
  test("two aggregators at once tell everybody once", async () => {
    const setting = makeSetting();
    const { id } = await noticed(setting);
    setting.now = ANNOUNCED;
    await Promise.all([1, 2, 3].map(() => lookAtIncident(setting.deps, id, ANNOUNCED)));
    expect(wordsOf(setting)).toEqual(OPENINGS);
    await back(setting);
    await Promise.all([1, 2, 3].map(() => lookAtIncident(setting.deps, id, OVER)));
    expect(wordsOf(setting)).toEqual([...OPENINGS, ...ENDINGS]);
  });

  test.each([
    ["is later than a second after it was asked for", 1_001, "alreadyLooked"],
    ["may have begun before the change", 1_000, "wait"],
  ])("one that %s serves for it, or does not", async (_title, laterMs, reason) => {
    const setting = makeSetting();
    const { id } = await noticed(setting);
    setting.now = NOTICED + laterMs;
    await lookAtIncident(setting.deps, id, NOTICED);
    setting.log.length = 0;
    setting.now += 5;
    await lookAtIncident(setting.deps, id, NOTICED);
    expect(reasons(setting)).toEqual([reason]);
  });

  test("of many that ask within a second, one looks", async () => {
    let queries = 0;
    const setting = makeSetting((store) => ({
      ...store,
      connections: {
        ...store.connections,
        ofIncident: (id) => {
          queries += 1;
          return store.connections.ofIncident(id);
        },
      },
    }));
    const { id } = await noticed(setting);
    setting.now = NOTICED + 2 * SECOND_MS;
    await Promise.all(Array.from({ length: 24 }, () => lookAtIncident(setting.deps, id, NOTICED)));
    expect(queries).toBe(1);
  });

  test("a look whose conclusion could not be written is not taken for done", async () => {
    let failing = true;
    const setting: Setting = makeSetting(
      beforeWriting(({ announcedAt }) => {
        if (announcedAt === undefined || !failing) return;
        failing = false;
        throw new TransientError("503");
      }),
    );
    const { id } = await noticed(setting);
    setting.now = ANNOUNCED + 2 * SECOND_MS;
    await lookAtIncident(setting.deps, id, ANNOUNCED);
    expect(wordsOf(setting)).toEqual(OPENINGS);
  });

  test("until it is concluded a look is due, and then the messages of its conclusion are", async () => {
    const setting: Setting = makeSetting(
      beforeWriting(({ announcedAt, owed }) => {
        if (announcedAt !== undefined && owed === undefined) throw new Error("the process is killed");
      }),
    );
    const { id } = await noticed(setting);
    expect(await onlyIncident(setting)).toMatchObject({ dueAt: ANNOUNCED });
    setting.now = ANNOUNCED;
    await expect(lookAtIncident(setting.deps, id, ANNOUNCED)).rejects.toThrow("killed");
    expect(await onlyIncident(setting)).toMatchObject({ dueAt: ANNOUNCED + MINUTE_MS });
  });

  test("who is slow to send keeps nobody from seeing that it is concluded", async () => {
    const setting = makeSetting();
    const { id } = await noticed(setting);
    setting.now = ANNOUNCED;
    const sending = Promise.withResolvers<void>();
    setting.answer = async () => {
      await sending.promise;
      return { name: "accepted", receipt: "r" };
    };
    const first = lookAtIncident(setting.deps, id, ANNOUNCED);
    await lookAtIncident(setting.deps, id, NOTICED);
    sending.resolve();
    await first;
    expect(wordsOf(setting)).toEqual(OPENINGS);
  });
});

describe("an incident whose opener has not named it", () => {
  const opening = { opener: "contoso-hub!pump-1", openedAt: NOTICED, dueAt: ANNOUNCED };

  test("waits for an opener that still owes that, without a timer", async () => {
    const setting = makeSetting();
    const { id } = await noticed(setting, MODULE);
    await live(setting, IDENTITY, up(1, -MINUTE_MS));
    const saved = await setting.store.connections.read(IDENTITY);
    if (saved === undefined) throw new Error("it is known");
    const owed = { since: NOTICED, records: [], archive: [], incident: true };
    await setting.store.connections.replace({ ...saved.value, owed }, saved.version);
    await setting.store.incidents.replace(
      { ...(await onlyIncident(setting)), opener: { key: opening.opener, until: BACK + DAY_MS } },
      (await setting.store.incidents.read(id))?.version ?? "",
    );
    await back(setting, MODULE);
    setting.notifications.length = 0;
    await lookAtIncident(setting.deps, id, OVER);
    expect(await onlyIncident(setting)).toMatchObject({ state: { name: "open" }, dueAt: BACK + DAY_MS });
    expect(setting.notifications).toEqual([]);
  });

  test("does not wait for one that came back first", async () => {
    const setting = makeSetting();
    const { incident } = await findOrOpen(setting.deps, groupOf(IDENTITY, POLICY), opening);
    setting.now = ANNOUNCED;
    await lookAtIncident(setting.deps, incident.id, ANNOUNCED);
    expect(await onlyIncident(setting)).toMatchObject({ state: { name: "resolved", outcome: "unspoken" } });
  });
});

describe("what was begun and not finished", () => {
  /** Killed while the messages are handed out. */
  async function killed(setting: Setting, when: Incident["state"]["name"]): Promise<string> {
    const { id } = when === "open" ? await noticed(setting) : await announced(setting);
    if (when === "open") setting.now = ANNOUNCED;
    else await back(setting);
    setting.answer = () => Promise.reject(new Error("the process is killed"));
    await expect(lookAtIncident(setting.deps, id, setting.now)).rejects.toThrow("killed");
    setting.answer = () => ({ name: "accepted", receipt: "r" });
    return id;
  }

  test("an opening is finished by the next look, which then looks", async () => {
    const setting = makeSetting();
    const id = await killed(setting, "open");
    expect((await onlyIncident(setting)).owed?.purpose).toBe("opening");
    await back(setting);
    await lookAtIncident(setting.deps, id, OVER);
    expect(await onlyIncident(setting)).toMatchObject({ state: { name: "resolved", outcome: "recovered" } });
  });

  test("an ending is finished, and its members are listed", async () => {
    const setting = makeSetting();
    const id = await killed(setting, "resolved");
    expect(await setting.store.incidents.membersOf(id)).toEqual([]);
    await lookAtIncident(setting.deps, id, OVER);
    expect(await setting.store.incidents.membersOf(id)).toHaveLength(1);
    const incident = await onlyIncident(setting);
    expect([incident.owed, incident.dueAt]).toEqual([undefined, undefined]);
  });

  test("an incident that is over, or that nobody knows, is nothing to look at", async () => {
    const setting = makeSetting();
    const { id } = await announced(setting);
    await back(setting);
    await lookAtIncident(setting.deps, id, OVER);
    const before = await setting.store.incidents.read(id);
    await lookAtIncident(setting.deps, id, OVER + MINUTE_MS);
    await lookAtIncident(setting.deps, `${id}x`, OVER);
    expect(await setting.store.incidents.read(id)).toEqual(before);
    expect(setting.sent).toHaveLength(4);
  });
});
