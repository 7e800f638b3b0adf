/** What an announced incident tells of later, and when. */
import { describe, expect, it } from "vitest";
import { unknownConnection } from "../../../functions/domain/decide.ts";
import type { Changes, Incident } from "../../../functions/domain/incident.ts";
import {
  announcedChanges,
  changeOf,
  changesAfter,
  changesUntil,
  tickAfter,
} from "../../../functions/domain/look-changes.ts";
import { lookAt } from "../../../functions/domain/look.ts";
import type { Conclusion } from "../../../functions/domain/look.ts";
import { refOf } from "../../../functions/domain/policy.ts";
import type { Policy, TargetRef } from "../../../functions/domain/policy.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { T0, seq } from "./histories.ts";
import { OPS, PHONE, POLICY, ROUTE } from "./policies.ts";

const ID = "contoso-hub!gw!000001";
const min = (count: number): number => T0 + count * MINUTE_MS;
const keys = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `contoso-hub!gw!m${index}`);
const CARD: TargetRef = { id: "workflow:card", channel: "teams-workflow", edits: true };

function incidentOf(
  shown: number,
  places: readonly TargetRef[] = [OPS, PHONE],
  changes: Partial<Changes> = {},
): Incident {
  return {
    id: ID,
    group: "contoso-hub!gw",
    hub: "contoso-hub",
    subject: "gw",
    code: "K7Q2",
    state: { name: "open" },
    opener: { key: "contoso-hub!gw!m0", until: T0 },
    openedAt: T0,
    announcedAt: T0,
    told: places.map((target) => ({ target: refOf(target), at: T0 })),
    shown: keys(shown),
    changes: { ...announcedChanges(keys(shown)), ...changes },
  };
}

describe("growth", () => {
  it.each([
    [4, 4, false],
    [4, 5, true],
    [5, 6, false],
    [5, 7, true],
    [8, 9, false],
    [8, 10, true],
    [1, 2, true],
  ])("from %i to %i is told of: %s", (before, after, isTold) => {
    const change = changeOf(incidentOf(before), keys(after), POLICY);
    expect(change).toEqual(isTold ? { purpose: "update", targets: [refOf(OPS)] } : undefined);
  });

  it("counts newcomers, though as many came back", () => {
    expect(changeOf(incidentOf(4), keys(8).slice(4), POLICY)?.purpose).toBe("update");
    expect(changeOf(incidentOf(4), keys(4).slice(2), POLICY)).toBeUndefined();
  });

  it("adds up from the announcement or the last update, whatever an edit or a late opening has shown since", () => {
    const later = incidentOf(5, [OPS], { unnoticed: keys(5).slice(4) });
    expect(changeOf(later, keys(5), POLICY)?.purpose).toBe("update");
    expect(changeOf(incidentOf(5, [OPS]), keys(5), POLICY)).toBeUndefined();
  });

  it("is none before the announcement, of a drill, or of those that flap", () => {
    const incident = incidentOf(4);
    expect(changeOf({ ...incident, announcedAt: undefined }, keys(8), POLICY)).toBeUndefined();
    expect(changeOf({ ...incident, drill: ["ops"] }, keys(8), POLICY)).toBeUndefined();
    expect(changeOf({ ...incident, id: "contoso-hub!gw!:flapping!000001" }, keys(8), POLICY)).toBeUndefined();
  });

  it("goes by no SMS: told by SMS alone, there is nobody to tell", () => {
    expect(changeOf(incidentOf(4, [PHONE]), keys(8), POLICY)).toBeUndefined();
  });
});

describe("an incident that was announced before this was kept", () => {
  it("has told of all that were ever shown", () => {
    const { changes: _changes, ...old } = incidentOf(4);
    expect(changeOf(old, keys(4), POLICY)).toBeUndefined();
    expect(changeOf(old, keys(5), POLICY)?.purpose).toBe("update");
    expect(changesUntil(old, min(5))).toEqual({ ...announcedChanges(keys(4)), dueAt: min(5) });
    expect(changesUntil({ ...old, announcedAt: undefined }, min(5))).toBeUndefined();
  });
});

describe("a place that can edit", () => {
  const incident = incidentOf(4, [OPS, CARD]);

  it("has its message altered where somebody else is out, by whoever it is", () => {
    const edit = { purpose: "edit", targets: [CARD] };
    expect(changeOf(incident, keys(3), POLICY)).toEqual(edit);
    expect(changeOf(incidentOf(40, [OPS, CARD]), keys(41), POLICY)).toEqual(edit);
    expect(changeOf(incident, keys(4).toReversed(), POLICY)).toBeUndefined();
  });

  it("gets what people must notice like any other place", () => {
    expect(changeOf(incident, keys(5), POLICY)).toEqual({ purpose: "update", targets: [refOf(OPS), CARD] });
  });

  it("has its message altered where those that flap are others by now", () => {
    const flapping = { ...incident, id: "contoso-hub!gw!:flapping!000001" };
    expect(changeOf(flapping, keys(9), POLICY)).toEqual({ purpose: "edit", targets: [CARD] });
  });
});

describe("a tick", () => {
  it.each([
    [0, 5],
    [1, 5],
    [5, 5],
    [5.01, 10],
    [12, 15],
  ])("after %d min is that of %d min", (now, tick) => {
    expect(tickAfter(T0, 5 * MINUTE_MS, min(now))).toBe(min(tick));
  });
});

describe("what was told", () => {
  const before = incidentOf(4, [OPS], { unnoticed: ["x"], revision: 3, dueAt: min(5) });

  it("by an update is counted, by all", () => {
    expect(changesAfter(before, "update", keys(6))).toEqual({
      ...announcedChanges(keys(6)),
      revision: 4,
      update: 4,
    });
  });

  it("by an edit is shown, and not counted", () => {
    const unnoticed = ["x", ...keys(6).slice(4)];
    expect(changesAfter(before, "edit", keys(6))).toEqual({
      ...announcedChanges(keys(6)),
      revision: 4,
      unnoticed,
    });
  });

  it("by a late opening is shown, and not counted; the message of the others is as it was", () => {
    const unnoticed = ["x", ...keys(6).slice(4)];
    expect(changesAfter(before, "opening", keys(6))).toEqual({ ...before.changes, unnoticed });
  });

  it("by the announcement is counted", () => {
    const { changes: _changes, ...first } = before;
    expect(changesAfter({ ...first, announcedAt: undefined, shown: [] }, "opening", keys(2))).toEqual({
      revision: 0,
      unnoticed: [],
      card: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});

describe("a look", () => {
  const members = (count: number, noticedAt = T0) =>
    keys(count).map((_key, index) => ({
      ...unknownConnection({ hub: "contoso-hub", deviceId: "gw", moduleId: `m${index}` }),
      state: { name: "offline", since: min(-6), cause: seq(2) } as const,
      incidents: { outage: { id: ID, outAt: min(-6), noticedAt } },
    }));
  const look = (incident: Incident, count: number, now: number, policy: Policy = POLICY): Conclusion =>
    lookAt(incident, members(count), { policy, now, reach: new Map(), modules: [] });

  it("waits for the tick, and tells then, however late it comes", () => {
    expect(look(incidentOf(4), 6, min(2))).toEqual({ name: "wait", dueAt: min(5), changeAt: min(5) });
    const waiting = incidentOf(4, [OPS, PHONE], { dueAt: min(5) });
    expect(look(waiting, 6, min(4))).toEqual({ name: "wait", dueAt: min(5), changeAt: min(5) });
    for (const now of [min(5), min(5) + 7 * SECOND_MS]) {
      expect(look(waiting, 6, now)).toMatchObject({
        name: "change",
        owed: {
          purpose: "update",
          revision: 1,
          notice: { word: "OFFLINE UPDATE", count: 6 },
          targets: [refOf(OPS)],
        },
        shown: keys(6),
        changes: { revision: 1, unnoticed: [] },
      });
    }
  });

  it("forgets the tick where there is nothing to tell any more", () => {
    const waiting = incidentOf(4, [OPS, PHONE], { dueAt: min(5) });
    expect(look(waiting, 4, min(4))).toEqual({ name: "wait", dueAt: undefined, changeAt: undefined });
  });

  it("alters a message under its own word", () => {
    const waiting = incidentOf(40, [CARD, PHONE, OPS], { dueAt: min(5) });
    expect(look(waiting, 39, min(5))).toMatchObject({
      name: "change",
      owed: { purpose: "edit", notice: { word: "OFFLINE", count: 39 }, targets: [CARD] },
    });
  });

  it("that tells a change does not forget a receiver whose wait still runs", () => {
    const routes = [
      { ...ROUTE, match: { module: "m5" }, notify: ["oncall"] },
      { ...ROUTE, notify: ["ops"] },
    ];
    const waiting = incidentOf(4, [OPS], { dueAt: min(5) });
    const late = members(6).map((member, index) =>
      index === 5
        ? { ...member, incidents: { outage: { id: ID, outAt: min(-1), noticedAt: min(5) - SECOND_MS } } }
        : member,
    );
    const view = { policy: { ...POLICY, routes }, now: min(5), reach: new Map(), modules: [] };
    const dueAfter = min(5) - SECOND_MS + ROUTE.groupWaitMs;
    expect(lookAt(waiting, late, view)).toMatchObject({ name: "change", owed: { dueAfter } });
  });

  it("that tells a late receiver comes again for the tick of the others", () => {
    const routes = [
      { ...ROUTE, match: { module: "m5" }, notify: ["oncall"] },
      { ...ROUTE, notify: ["ops"] },
    ];
    const conclusion = look(incidentOf(4, [OPS]), 6, min(2), { ...POLICY, routes });
    expect(conclusion).toMatchObject({
      name: "open",
      owed: { targets: [refOf(PHONE)], dueAfter: min(5) },
      changes: { dueAt: min(5), unnoticed: keys(6).slice(4) },
    });
  });
});
