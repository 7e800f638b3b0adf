import { describe, expect, test } from "vitest";
import type { Connection, ConnectionState, Membership } from "../../../functions/domain/connection.ts";
import type { ConnectionEvent } from "../../../functions/domain/evidence.ts";
import { NO_EVENTS, fold } from "../../../functions/domain/fold.ts";
import type { Confirmed } from "../../../functions/domain/fold.ts";
import {
  exemptionOf,
  hushedUntil,
  isIn,
  left,
  partsAfter,
  standingOf,
  wakeAt,
  wants,
} from "../../../functions/domain/part.ts";
import type { Learnt, Standing } from "../../../functions/domain/part.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down, seq, up } from "./histories.ts";

const min = (count: number): number => T0 + count * MINUTE_MS;
const NOW = min(30);

/** Each state since ten minutes ago. */
const SINCE = min(20);
const states = {
  new: { name: "new" },
  online: { name: "online", since: SINCE, cause: seq(5) },
  suspect: { name: "suspect", since: SINCE, cause: seq(5), deadline: min(40) },
  offline: { name: "offline", since: SINCE, cause: seq(5) },
  recovering: { name: "recovering", since: SINCE, cause: seq(5), offlineSince: min(1), deadline: min(40) },
  deleted: { name: "deleted", at: SINCE },
} as const satisfies Record<string, ConnectionState>;
type Name = keyof typeof states;

const standing = (name: Name, changes: Partial<Standing> = {}): Standing => ({
  state: states[name],
  flapsUntil: undefined,
  reusedAt: undefined,
  heldUntil: undefined,
  exempt: undefined,
  waits: SETTINGS,
  now: NOW,
  ...changes,
});
/** Suppressed for another half an hour. */
const flaps = { flapsUntil: min(60), reusedAt: min(60) };

/** Offline, and nothing more. */
const BARE = { identity: IDENTITY, state: states.offline, head: NO_EVENTS };

const part: Membership = { id: "contoso-hub!pump-1!000001", outAt: SINCE, noticedAt: min(25) };
const back: Membership = { ...part, backAt: min(26) };
const gone: Membership = { ...part, goneAt: min(26) };

describe("whether it flaps", () => {
  const drops = (...minutes: readonly number[]): ConnectionEvent[] => [
    up(1, 0),
    ...minutes.map((minute, index) => down(index + 2, minute * MINUTE_MS)),
  ];
  const back = up(9, 11 * MINUTE_MS);
  const at = (events: readonly ConnectionEvent[], now: number): Standing =>
    standingOf(
      { identity: IDENTITY, state: states.online, head: fold(NO_EVENTS, events, SETTINGS) },
      SETTINGS,
      now,
    );
  // 3 drops at one instant: 15 min × log2(3) until the penalty of 3 has halved to 1.
  const end = min(10) + Math.ceil(15 * MINUTE_MS * Math.log2(3));

  test("it does until its penalty has worn off, and at that instant no more", () => {
    const three = [...drops(10, 10, 10), back];
    expect(at(three, end - 1)).toMatchObject({ flapsUntil: end, reusedAt: end, now: end - 1 });
    expect(at(three, end)).toMatchObject({ flapsUntil: undefined, reusedAt: end });
    expect(at(three, end + 1)).toMatchObject({ flapsUntil: undefined, reusedAt: end });
  });

  test.each([
    ["never dropped", []],
    ["dropped once", [10]],
    ["dropped too seldom", [10, 13, 16]],
  ])("what %s neither flaps nor is reused", (_title, minutes) => {
    expect(at(drops(...minutes), min(17))).toMatchObject({ flapsUntil: undefined, reusedAt: undefined });
  });

  test("an outage weighs more than its drop, as soon as it has lasted its grace", () => {
    const lasting = drops(10, 10, 10);
    const longer = min(10) + Math.ceil(15 * MINUTE_MS * Math.log2(3.5));
    expect(at(lasting, min(15) - 1).flapsUntil).toBe(end);
    expect(at(lasting, min(15)).flapsUntil).toBe(longer);
    // That it came back since does not make it shorter.
    expect(at([...lasting, up(9, 20 * MINUTE_MS)], min(21)).flapsUntil).toBe(longer);
  });
});

describe("it joins an incident of flapping", () => {
  test.each<[string, Connection["incidents"], Partial<Standing>, boolean]>([
    ["where it flaps", {}, flaps, true],
    ["where it flaps again after it was stable", { flapping: back }, flaps, true],
    ["where it flaps in another life", { flapping: gone }, flaps, true],
    ["where it is in one of outages alone", { outage: part }, flaps, true],
    ["not where it is in one", { flapping: part }, flaps, false],
    ["not where it does not flap", {}, {}, false],
    ["not where it did before", {}, { reusedAt: NOW }, false],
  ])("%s", (_title, parts, changes, joins) => {
    for (const name of ["online", "suspect", "offline", "recovering"] as const) {
      expect(wants("flapping", parts, standing(name, changes))).toBe(joins);
    }
  });
});

describe("it joins an incident of outages", () => {
  test.each<[string, Name, Connection["incidents"], boolean]>([
    ["where it is offline", "offline", {}, true],
    ["where it is offline again", "offline", { outage: back }, true],
    ["where it is offline in another life", "offline", { outage: gone }, true],
    ["where it is in one of flapping alone", "offline", { flapping: part }, true],
    ["not where it is in one", "offline", { outage: part }, false],
    ["not where it is new", "new", {}, false],
    ["not where it is online", "online", {}, false],
    ["not where it is suspect", "suspect", {}, false],
    ["not where it is recovering", "recovering", {}, false],
    ["not where it is deleted", "deleted", {}, false],
  ])("%s", (_title, name, parts, joins) => {
    expect(wants("outage", parts, standing(name))).toBe(joins);
  });

  test.each([
    ["a quarter of an hour, with a short grace", 1, 15, 15],
    ["three graces, with a long one", 10, 15, 30],
    ["what the policy says", 5, 40, 40],
  ])("while it flaps only once its outage has lasted %s", (_title, graceMinutes, longMinutes, minutes) => {
    const waits = {
      ...SETTINGS,
      graceMs: graceMinutes * MINUTE_MS,
      damping: { ...SETTINGS.damping, longOutageMs: longMinutes * MINUTE_MS },
    };
    const long = SINCE + minutes * MINUTE_MS;
    const joins = (now: number): boolean =>
      wants("outage", {}, standing("offline", { flapsUntil: min(90), waits, now }));
    expect([long - 1, long, long + 1].map(joins)).toEqual([false, true, true]);
  });
});

describe("time alone changes its part", () => {
  // An outage since 20 is a long one at 35.
  test.each<[string, Name, Connection["incidents"], Partial<Standing>, number | undefined]>([
    ["never, where it does not flap", "offline", {}, {}, undefined],
    ["when it is reused", "online", { flapping: part }, flaps, min(60)],
    ["when its outage is a long one, if that is sooner", "offline", {}, flaps, min(35)],
    ["when it is reused, if that is sooner", "offline", {}, { flapsUntil: min(34) }, min(34)],
    ["when it is reused: it is told of as out already", "offline", { outage: part }, flaps, min(60)],
    [
      "when its outage is a long one: told of is another, which is over",
      "offline",
      { outage: back },
      flaps,
      min(35),
    ],
    [
      "when it is reused: its outage is a long one by now",
      "offline",
      {},
      { ...flaps, now: min(35) },
      min(60),
    ],
    ["a millisecond later, when it is a long one", "offline", {}, { ...flaps, now: min(35) - 1 }, min(35)],
    ["when it is reused: it is not known to be out", "suspect", {}, flaps, min(60)],
    ["when it is reused: it is connected", "recovering", {}, flaps, min(60)],
  ])("%s", (_title, name, parts, changes, at) => {
    expect(wakeAt(parts, standing(name, changes))).toBe(at);
  });
});

/** What was learnt: these confirmed changes, and that outages stand or do not. */
const learnt = (added: readonly Confirmed[] = [], stands = true): Learnt => ({
  confirmation: { head: NO_EVENTS, lapsed: false, added, denied: [] },
  stands: () => stands,
  goneAt: undefined,
});
/** And that the former life ended then. */
const ended: Learnt = { ...learnt(), goneAt: min(29) };
const change = (state: Confirmed["state"], at: number): Confirmed => ({ state, cause: seq(4), at });

test("who has no part in anything gets none", () => {
  const parts = {};
  expect(partsAfter(parts, standing("offline"), learnt())).toBe(parts);
  expect(partsAfter(parts, standing("deleted"), learnt())).toBe(parts);
});

describe("its part in an outage", () => {
  const after = (member: Membership, ...[is, what = learnt()]: [Standing, Learnt?]): Membership | undefined =>
    partsAfter({ outage: member }, is, what).outage;
  const returned = learnt([change("offline", SINCE), change("online", min(24))]);

  test.each<[string, Standing, Learnt, number]>([
    ["ends with the connect since which it is online", standing("online"), learnt(), SINCE],
    [
      "ends with the connect that was learnt of, if another one followed",
      standing("online"),
      returned,
      min(24),
    ],
    ["ends though it dropped again, if it was back for long enough", standing("suspect"), returned, min(24)],
    [
      "ends with a connect at the very instant",
      standing("suspect"),
      learnt([change("online", SINCE)]),
      SINCE,
    ],
  ])("%s", (_title, is, what, backAt) => {
    expect(after(part, is, what)).toEqual({ ...part, backAt });
  });

  test.each<[string, Standing, Learnt]>([
    ["goes on: it dropped again before it was back", standing("suspect"), learnt()],
    ["goes on: that return lay before it", standing("suspect"), learnt([change("online", SINCE - 1)])],
    ["goes on: no return was learnt of", standing("suspect"), learnt([change("offline", SINCE)])],
    ["goes on while it is out", standing("offline"), learnt()],
    ["goes on until the recovery is over", standing("recovering"), returned],
    ["goes on while it flaps, though it is connected", standing("online", flaps), returned],
    ["goes on while it flaps, whatever it came back for", standing("suspect", flaps), returned],
  ])("%s", (_title, is, what) => {
    expect(after(part, is, what)).toBe(part);
  });

  test.each(["deleted", "new"] as const)("ends with the life: it is %s", (name) => {
    expect(after(part, standing(name), ended)).toEqual({ ...part, goneAt: min(29) });
    expect(after(part, standing(name, flaps), ended)).toEqual({ ...part, goneAt: min(29) });
  });

  test("stays over once it is, whatever comes", () => {
    for (const name of ["new", "online", "suspect", "offline", "recovering", "deleted"] as const) {
      expect(after(back, standing(name), returned)).toBe(back);
      expect(after(gone, standing(name), returned)).toBe(gone);
    }
  });

  test.each<[string, Partial<Membership>, boolean, Partial<Membership>]>([
    [
      "another outage: the first start is kept",
      { outAt: min(5) },
      true,
      { outAt: SINCE, firstOutAt: min(5) },
    ],
    [
      "a third one: that of the first",
      { outAt: min(9), firstOutAt: min(5) },
      true,
      { outAt: SINCE, firstOutAt: min(5) },
    ],
    ["the same, whose start was another: it is corrected", { outAt: min(5) }, false, { outAt: SINCE }],
    [
      "a corrected one after a first",
      { outAt: min(9), firstOutAt: min(5) },
      false,
      { outAt: SINCE, firstOutAt: min(5) },
    ],
  ])("is found to be of %s", (_title, former, stands, now) => {
    const member = { ...part, ...former };
    expect(after(member, standing("offline"), learnt([], stands))).toEqual({ ...member, ...now });
  });

  test("leaves it without one in flapping", () => {
    expect(partsAfter({ outage: part }, standing("online"), learnt()).flapping).toBeUndefined();
  });
});

describe("its part in flapping", () => {
  const after = (member: Membership, is: Standing, what = learnt()): Membership | undefined =>
    partsAfter({ flapping: member }, is, what).flapping;

  test.each<[string, Partial<Standing>, number]>([
    ["when the penalty was worn off, if it was connected before", { reusedAt: min(28) }, min(28)],
    ["when it connected, if that was later", { reusedAt: min(12) }, SINCE],
    ["when it connected, if its drops are found never to have been so many", {}, SINCE],
  ])("ends once it is online and reused: %s", (_title, changes, backAt) => {
    expect(after(part, standing("online", changes))).toEqual({ ...part, backAt });
  });

  test.each<[string, Name, Partial<Standing>]>([
    ["connected, and still suppressed", "online", flaps],
    ["reused, but out", "offline", { reusedAt: min(28) }],
    ["reused, but disconnected", "suspect", { reusedAt: min(28) }],
    ["reused, but not back for long enough", "recovering", { reusedAt: min(28) }],
    ["neither", "offline", flaps],
  ])("goes on while it is %s", (_title, name, changes) => {
    expect(after(part, standing(name, changes))).toBe(part);
  });

  test.each(["deleted", "new"] as const)("ends with the life: it is %s", (name) => {
    expect(after(part, standing(name), ended)).toEqual({ ...part, goneAt: min(29) });
    expect(after(part, standing(name, flaps), ended)).toEqual({ ...part, goneAt: min(29) });
  });

  test("ends with the life, though another one is going on already", () => {
    expect(after(part, standing("online"), ended)).toEqual({ ...part, goneAt: min(29) });
    const then = { ...ended, goneAt: part.outAt };
    expect(after(part, standing("online", flaps), then)).toEqual({ ...part, goneAt: part.outAt });
    const before = { ...ended, goneAt: part.outAt - 1 };
    expect(after(part, standing("online", flaps), before)).toBe(part);
  });

  test("stays over once it is, whatever comes", () => {
    for (const name of ["new", "online", "offline", "deleted"] as const) {
      expect(after(back, standing(name))).toBe(back);
      expect(after(gone, standing(name))).toBe(gone);
    }
  });

  test("and that in an outage are two: each ends by itself", () => {
    const both = partsAfter({ outage: part, flapping: part }, standing("online", flaps), learnt());
    expect(both).toEqual({ outage: part, flapping: part });
    expect(partsAfter({ outage: back, flapping: part }, standing("online"), learnt())).toEqual({
      outage: back,
      flapping: { ...part, backAt: SINCE },
    });
    expect(partsAfter({ flapping: part }, standing("online"), learnt()).outage).toBeUndefined();
  });
});

describe("who has no part in anything", () => {
  const disabled = { at: SINCE, enabled: false };
  const MODULE = { ...IDENTITY, moduleId: "$edgeHub" };
  type Exemption = Standing["exempt"];

  test.each<[string, Parameters<typeof exemptionOf>[0], Exemption]>([
    ["not a device", { ...BARE }, undefined],
    [
      "not one that the registry knows to be enabled",
      { ...BARE, registry: { ...disabled, enabled: true } },
      undefined,
    ],
    ["one that is disabled", { ...BARE, registry: disabled }, "disabled"],
    ["a gateway itself", { ...BARE, edge: { agent: { out: true } } }, "gateway"],
    ["a gateway first of all", { ...BARE, edge: { hub: { out: false } }, registry: disabled }, "gateway"],
    ["not one that was a gateway", { ...BARE, edge: {} }, undefined],
    ["not a gateway's module", { ...BARE, identity: MODULE, edge: { hub: { out: true } } }, undefined],
    ["a module that is disabled", { ...BARE, identity: MODULE, registry: disabled }, "disabled"],
  ])("%s", (_title, standee, exempt) => {
    expect(exemptionOf(standee)).toBe(exempt);
    expect(standingOf(standee, SETTINGS, NOW).exempt).toBe(exempt);
  });

  test.each(["disabled", "gateway"] as const)("%s: joins nothing", (exempt) => {
    expect(wants("outage", {}, standing("offline", { exempt }))).toBe(false);
    expect(wants("flapping", {}, standing("online", { ...flaps, exempt }))).toBe(false);
  });

  test.each(["disabled", "gateway"] as const)("%s: leaves what it is in, at once", (exempt) => {
    const parts = { outage: part, flapping: part };
    for (const name of ["online", "offline", "suspect", "recovering", "deleted"] as const) {
      const after = partsAfter(parts, standing(name, { exempt }), learnt());
      expect(after).toEqual({
        outage: { ...part, goneAt: NOW, goneFor: exempt },
        flapping: { ...part, goneAt: NOW, goneFor: exempt },
      });
    }
    const past = { outage: back, flapping: gone };
    expect(partsAfter(past, standing("offline", { exempt }), learnt())).toEqual(past);
  });
});

describe("a part that is left", () => {
  test("is over from then on, with the reason where there is one", () => {
    expect(left(part, NOW, "disabled")).toEqual({ ...part, goneAt: NOW, goneFor: "disabled" });
    expect(left(part, NOW)).toEqual({ ...part, goneAt: NOW });
  });

  test("is left once, and not where it is over", () => {
    expect(left(undefined, NOW)).toBeUndefined();
    expect(left(back, NOW, "gateway")).toBe(back);
    expect(left(gone, NOW, "gateway")).toBe(gone);
  });

  test.each<[string, Membership | undefined, readonly boolean[]]>([
    ["none", undefined, [false, false, false]],
    ["in its own right", part, [true, true, false]],
    ["behind another one", { ...part, behind: true }, [true, false, true]],
    ["back", back, [false, false, false]],
    ["gone, and was behind", { ...gone, behind: true }, [false, false, false]],
  ])("who is a member: %s", (_title, member, is) => {
    expect([isIn(member), isIn(member, "own"), isIn(member, "behind")]).toEqual(is);
  });
});

describe("who is behind another one", () => {
  const behind: Membership = { ...part, behind: true };

  test("has not to join an outage's incident while it is in that one's, of either kind", () => {
    expect(wants("outage", { outage: behind }, standing("offline"))).toBe(false);
    expect(wants("outage", { flapping: behind }, standing("offline"))).toBe(false);
    expect(wants("outage", { flapping: { ...behind, goneAt: 1 } }, standing("offline"))).toBe(true);
  });

  test("has to join in its own right as it flaps", () => {
    expect(wants("flapping", { flapping: behind }, standing("online", flaps))).toBe(true);
    expect(wants("flapping", { flapping: behind }, standing("online"))).toBe(false);
  });

  test("is back as it connects, though it flaps", () => {
    const after = partsAfter({ outage: behind }, standing("online", flaps), learnt());
    expect(after.outage).toEqual({ ...behind, backAt: SINCE });
    const returned = learnt([change("online", min(24))]);
    expect(partsAfter({ outage: behind }, standing("suspect", flaps), returned).outage).toEqual({
      ...behind,
      backAt: min(24),
    });
  });

  test("of one that flaps is back as it connects", () => {
    const online = standing("online", { ...flaps, reusedAt: min(60) });
    expect(partsAfter({ flapping: behind }, online, learnt()).flapping).toEqual({ ...behind, backAt: SINCE });
    expect(partsAfter({ flapping: behind }, standing("recovering"), learnt()).flapping).toBe(behind);
  });
});

describe("an outage that waits for what it is behind", () => {
  const held = { outAt: SINCE, until: min(33) };

  test.each<[string, Name, number, number | undefined]>([
    ["waits until then", "offline", SINCE, min(33)],
    ["does not wait as another outage did", "offline", SINCE - 1, undefined],
    ["does not wait before it is known to be one", "suspect", SINCE, undefined],
    ["does not wait once it is over", "recovering", SINCE, undefined],
    ["does not wait where it is connected", "online", SINCE, undefined],
  ])("%s", (_title, name, outAt, heldUntil) => {
    const connection = { ...BARE, state: states[name], held: { ...held, outAt } };
    expect(standingOf(connection, SETTINGS, NOW).heldUntil).toBe(heldUntil);
  });

  test.each<[string, Name, Partial<Standing>, number | undefined]>([
    ["until then", "offline", { heldUntil: min(33) }, min(33)],
    ["no more at that instant", "offline", { heldUntil: NOW }, undefined],
    ["until its long outage is one, if that is later", "offline", { ...flaps, heldUntil: min(33) }, min(35)],
    ["until then, if that is later", "offline", { ...flaps, heldUntil: min(37) }, min(37)],
    ["until it is reused, if it is no long one by then", "offline", { flapsUntil: min(34) }, min(34)],
    ["not: it is not offline", "suspect", { ...flaps, heldUntil: min(33) }, undefined],
  ])("is hushed %s", (_title, name, changes, until) => {
    expect(hushedUntil(standing(name, changes))).toBe(until);
    const joins = name === "offline" && until === undefined;
    expect(wants("outage", {}, standing(name, changes))).toBe(joins);
  });

  test.each<[string, Name, Connection["incidents"], Partial<Standing>, number | undefined]>([
    ["as its time is over", "offline", {}, { heldUntil: min(33) }, min(33)],
    ["as its time is over, before it is reused", "offline", {}, { ...flaps, heldUntil: min(33) }, min(33)],
    [
      "as it is a long one, before its time is over",
      "offline",
      {},
      { ...flaps, heldUntil: min(40) },
      min(35),
    ],
    ["never: it is told of already", "offline", { outage: part }, { heldUntil: min(33) }, undefined],
    [
      "as its time is over: told of was another",
      "offline",
      { outage: back },
      { heldUntil: min(33) },
      min(33),
    ],
    ["never: its time is over", "offline", {}, { heldUntil: NOW }, undefined],
  ])("is woken %s", (_title, name, parts, changes, at) => {
    expect(wakeAt(parts, standing(name, changes))).toBe(at);
  });
});
