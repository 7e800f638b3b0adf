/** Of whom an incident speaks while somebody is out, when it does, whom it tells later, and when it looks again. */
import { describe, expect, test } from "vitest";
import type { Connection, Head, Membership } from "../../../functions/domain/connection.ts";
import { unknownConnection } from "../../../functions/domain/decide.ts";
import { NO_EVENTS } from "../../../functions/domain/fold.ts";
import { identityKey } from "../../../functions/domain/identity.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { announcedChanges } from "../../../functions/domain/look-changes.ts";
import { lookAtOut } from "../../../functions/domain/look-out.ts";
import type { Conclusion, View } from "../../../functions/domain/conclusion.ts";
import type { Member } from "../../../functions/domain/look-words.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { T0, seq } from "./histories.ts";
import { FLAPPING, OPS, PHONE, POLICY, ROUTE } from "./policies.ts";

const WAIT_MS = ROUTE.groupWaitMs;
const min = (count: number): number => T0 + count * MINUTE_MS;
const ref = ({ id, channel }: typeof OPS | typeof PHONE) => ({ id, channel });
const key = (moduleId: string): string => identityKey({ hub: "h", deviceId: "gw", moduleId });

/** A module of the gateway, offline since six minutes before T0. */
function module(moduleId: string, link: Head["link"] = "down", more: Partial<Connection> = {}): Connection {
  const since = min(-6);
  return {
    ...unknownConnection({ hub: "h", deviceId: "gw", moduleId }),
    state: { name: "offline", since, cause: seq(2) },
    head: { ...NO_EVENTS, link, cause: seq(2), since },
    ...more,
  };
}

/** Noticed at T0. */
function member(moduleId: string, part: Partial<Membership> = {}, more: Partial<Connection> = {}): Member {
  const whole = { id: "h!gw!000001", outAt: min(-6), noticedAt: T0, ...part };
  return { key: key(moduleId), connection: module(moduleId, "down", more), part: whole };
}

const FRESH: Incident = {
  id: "h!gw!000001",
  group: "h!gw",
  hub: "h",
  subject: "gw",
  code: "K7Q2",
  state: { name: "open" },
  opener: { key: key("a"), until: T0 },
  openedAt: T0,
  told: [],
  shown: [],
};
const told = [OPS, PHONE].map((place) => ({ target: ref(place), at: T0 + WAIT_MS }));
const ANNOUNCED: Incident = { ...FRESH, announcedAt: T0 + WAIT_MS, told, shown: [key("a")] };

const look = (
  incident: Incident,
  reasons: readonly Member[],
  now: number,
  more: Partial<View> = {},
): Conclusion => {
  const view = { policy: POLICY, now, reach: new Map(), modules: [], ...more };
  return lookAtOut(incident, { reasons, spoken: reasons, members: reasons }, view);
};

/** Module `b` goes to the phone alone, everything else to Teams. */
const SPLIT: Policy = {
  ...POLICY,
  growth: Infinity,
  routes: [
    { ...ROUTE, match: { module: "b" }, notify: ["oncall"] },
    { ...ROUTE, notify: ["ops"] },
  ],
};

describe("the other system module of a gateway", () => {
  const hub = member("$edgeHub");
  const agentSince = { ...NO_EVENTS, link: "down", cause: seq(4), since: min(-8) } as const;
  const agent = module("$edgeAgent", "down", { head: agentSince });

  test("that is silent by now is one of those that are out, since it is", () => {
    const conclusion = look(FRESH, [hub], T0 + WAIT_MS, { modules: [agent] });
    expect(conclusion).toMatchObject({
      name: "open",
      cause: "site",
      shown: [key("$edgeHub"), key("$edgeAgent")],
      owed: { notice: { cause: "site", count: 2, names: ["$edgeAgent", "$edgeHub"], since: min(-8) } },
    });
  });

  test("is named once, where it is a member already", () => {
    const both = [hub, member("$edgeAgent")];
    expect(look(FRESH, both, T0 + WAIT_MS, { modules: [agent] })).toMatchObject({
      cause: "site",
      shown: [key("$edgeHub"), key("$edgeAgent")],
      owed: { notice: { count: 2, since: min(-6) } },
    });
  });

  test.each(["up", "none"] as const)("whose link is %s is not spoken of", (link) => {
    const modules = [module("$edgeAgent", link)];
    expect(look(FRESH, [hub], T0 + WAIT_MS, { modules })).toMatchObject({
      cause: "edgeHub",
      shown: [key("$edgeHub")],
      owed: { notice: { cause: "edgeHub", count: 1 } },
    });
    // Nor one that is there by now, of a gateway that went out altogether.
    const both = [hub, member("$edgeAgent")];
    const others = [{ ...module("$edgeAgent", link), identity: { hub: "h", deviceId: "gw2" } }];
    expect(look(FRESH, both, T0 + WAIT_MS, { modules: others })).toMatchObject({
      cause: "site",
      owed: { notice: { count: 2 } },
    });
  });

  test("is spoken of only with a site that is out", () => {
    const other = {
      ...module("$edgeAgent"),
      identity: { hub: "h", deviceId: "gw2", moduleId: "$edgeAgent" },
    };
    const conclusion = look(FRESH, [hub], T0 + WAIT_MS, { modules: [other] });
    expect(conclusion).toMatchObject({ shown: [key("$edgeHub")], owed: { notice: { count: 1 } } });
  });

  test("is no growth when it becomes a member", () => {
    const shown = [key("$edgeHub"), key("$edgeAgent")];
    expect(look({ ...ANNOUNCED, shown }, [hub, member("$edgeAgent")], min(9))).toEqual({ name: "wait" });
  });
});

describe("who is hushed", () => {
  const held = { outAt: min(-6), until: min(2) };
  const heldOne = member("a", {}, { held });

  test("is no reason to speak until he is so no more", () => {
    expect(look(FRESH, [heldOne], min(2) - 1)).toEqual({ name: "wait", dueAt: min(2) });
    expect(look(FRESH, [heldOne], min(2))).toMatchObject({ name: "open" });
  });

  test("waits his group's wait, where that is the longer", () => {
    const late = member("a", { noticedAt: min(2) }, { held });
    expect(look(FRESH, [late], min(1))).toEqual({ name: "wait", dueAt: min(2) + WAIT_MS });
  });

  test("is spoken of with another one whose wait is over, and is told of at once then", () => {
    const conclusion = look(FRESH, [heldOne, member("b")], T0 + WAIT_MS, { policy: SPLIT });
    expect(conclusion).toMatchObject({
      name: "open",
      shown: [key("a"), key("b")],
      owed: { targets: [ref(PHONE), ref(OPS)], dueAfter: undefined },
    });
  });

  test("is asked for nothing in an incident that is announced, nor in one of flapping", () => {
    const late = { ...ANNOUNCED, told: told.slice(1) };
    expect(look(late, [heldOne], T0 + WAIT_MS)).toMatchObject({
      name: "open",
      owed: { targets: [ref(OPS)] },
    });
    const flapping = { ...FRESH, id: "h!gw!:flapping!000001" };
    expect(look(flapping, [heldOne], T0 + WAIT_MS)).toMatchObject({
      name: "open",
      cause: undefined,
      owed: { notice: { word: "FLAPPING" } },
    });
  });

  test("flaps by the policy, and his outage is told once it is a long one", () => {
    const damping = { penalty: 6, at: min(-6), suppressedSince: min(-6), runSince: min(-9), runDrops: 5 };
    const flapper = member("a");
    const head = { ...flapper.connection.head, damping };
    const flaps = [{ ...flapper, connection: { ...flapper.connection, head } }];
    const longAt = min(-6) + FLAPPING.longOutageMs;
    expect(look(FRESH, flaps, T0 + WAIT_MS)).toEqual({ name: "wait", dueAt: longAt });
    expect(look(FRESH, flaps, longAt)).toMatchObject({ name: "open" });
    const reused = { ...POLICY, flapping: { ...FLAPPING, reuse: 6 } };
    expect(look(FRESH, flaps, T0 + WAIT_MS, { policy: reused })).toMatchObject({ name: "open" });
  });
});

describe("once it is announced", () => {
  const joined = [member("a"), member("b", { noticedAt: min(5) })];
  const first: Incident = { ...ANNOUNCED, told: told.slice(0, 1) };
  const at = min(5) + WAIT_MS;

  test("a later joiner's receiver is told when his wait is over, at that moment too", () => {
    expect(look(first, joined, at - 1, { policy: SPLIT })).toEqual({ name: "wait", dueAt: at });
    expect(look(first, joined, at, { policy: SPLIT })).toMatchObject({
      name: "open",
      shown: [key("a"), key("b")],
      owed: { purpose: "opening", targets: [ref(PHONE)], notice: { word: "OFFLINE", count: 2 } },
      changes: { revision: 0, unnoticed: [key("b")], dueAt: undefined },
    });
  });

  test("what changed waits for the next tick, and a receiver that is told before keeps that in mind", () => {
    const policy = { ...SPLIT, growth: 0.25 };
    const tick = T0 + WAIT_MS + ROUTE.groupIntervalMs;
    const early = [member("a"), member("b", { noticedAt: min(2) })];
    expect(look(first, early, min(2), { policy })).toEqual({
      name: "wait",
      dueAt: min(2) + WAIT_MS,
      changeAt: tick,
    });
    expect(look(first, early, min(2) + WAIT_MS, { policy })).toMatchObject({
      name: "open",
      owed: { targets: [ref(PHONE)], dueAfter: tick },
      changes: { dueAt: tick },
    });
  });

  test("an update tells all but phones that it grew, and later joiners' receivers wait on", () => {
    const policy = { ...SPLIT, growth: 0.25 };
    const conclusion = look(first, joined, at - SECOND_MS, { policy });
    expect(conclusion).toEqual({ name: "wait", dueAt: at, changeAt: at });
    const changes = { ...announcedChanges([key("a")]), dueAt: at - SECOND_MS };
    expect(look({ ...first, changes }, joined, at - SECOND_MS, { policy })).toMatchObject({
      name: "change",
      shown: [key("a"), key("b")],
      owed: {
        purpose: "update",
        revision: 1,
        targets: [ref(OPS)],
        notice: { word: "OFFLINE UPDATE", count: 2 },
        dueAfter: at,
      },
      changes: { revision: 1, update: 1, unnoticed: [] },
    });
  });

  test("a receiver that is told now comes before a change that is due as well", () => {
    const policy = { ...SPLIT, growth: 0.25 };
    const changes = { ...announcedChanges([key("a")]), dueAt: at };
    expect(look({ ...first, changes }, joined, at, { policy })).toMatchObject({
      name: "open",
      owed: { purpose: "opening", targets: [ref(PHONE)], dueAfter: at },
      changes: { revision: 0, dueAt: at },
    });
  });

  test("an edit says what the message said, where it is", () => {
    const place = { ...ref(OPS), edits: true } as const;
    const edited = { ...ANNOUNCED, told: [{ target: place, at: T0 + WAIT_MS }, ...told.slice(1)] };
    const changes = { ...announcedChanges([key("a")]), dueAt: at };
    const policy = { ...POLICY, growth: Infinity };
    expect(look({ ...edited, changes }, joined, at, { policy })).toMatchObject({
      name: "change",
      owed: { purpose: "edit", revision: 1, targets: [place], notice: { word: "OFFLINE", count: 2 } },
      changes: { revision: 1, unnoticed: [key("b")] },
    });
  });
});

describe("a drill", () => {
  const drill = { ...FRESH, drill: ["oncall"] };

  test("tells whom it was given, and is looked at again at once", () => {
    expect(look(drill, [member("a")], T0 + WAIT_MS)).toMatchObject({
      name: "open",
      owed: { targets: [ref(PHONE)], notice: { word: "DRILL" }, dueAfter: T0 + WAIT_MS },
    });
  });

  test("is over once it was sent", () => {
    expect(look({ ...ANNOUNCED, drill: ["oncall"] }, [member("a")], min(1))).toEqual({
      name: "end",
      ending: { outcome: "unspoken" },
    });
  });
});
