import { describe, expect, test } from "vitest";
import type { Connection, ConnectionState, Head, Membership } from "../../../functions/domain/connection.ts";
import { unknownConnection } from "../../../functions/domain/decide.ts";
import { NO_EVENTS } from "../../../functions/domain/fold.ts";
import { parseIdentityKey } from "../../../functions/domain/identity.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { lookAt } from "../../../functions/domain/look.ts";
import type { Conclusion } from "../../../functions/domain/look.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { REACHABLE } from "../../../functions/domain/reach.ts";
import type { Reach } from "../../../functions/domain/reach.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { T0, seq } from "./histories.ts";
import { OPS, PHONE, POLICY, ROUTE } from "./policies.ts";

const GROUP = "contoso-hub!gw";
const ID = `${GROUP}!000001`;
const FLAPPING_ID = `${GROUP}!:flapping!000001`;
const HUB = `${GROUP}!%24edgeHub`;
const [LEAF_1, LEAF_2] = ["contoso-hub!leaf-1", "contoso-hub!leaf-2"];
const WAIT_MS = ROUTE.groupWaitMs;
const min = (count: number): number => T0 + count * MINUTE_MS;

const STATE = {
  offline: { name: "offline", since: min(-6), cause: seq(2) },
  online: { name: "online", since: min(3), cause: seq(3) },
  suspect: { name: "suspect", since: min(3), cause: seq(3), deadline: min(8) },
  recovering: { name: "recovering", since: min(3), cause: seq(3), offlineSince: min(-6), deadline: min(5) },
} as const satisfies Record<string, ConnectionState>;
type Name = keyof typeof STATE;

/** A member, noticed at T0, its outage begun six minutes before. */
function member(key: string, is: Name, part: Partial<Membership> = {}): Connection {
  const identity = parseIdentityKey(key);
  if (identity === undefined) throw new Error(`not a key: ${key}`);
  const link: Head["link"] = is === "offline" || is === "suspect" ? "down" : "up";
  const head = { ...NO_EVENTS, link, cause: seq(2), since: STATE[is].since };
  const whole = { id: ID, outAt: min(-6), noticedAt: T0, ...part };
  const kind = whole.id === FLAPPING_ID ? "flapping" : "outage";
  return { ...unknownConnection(identity), state: STATE[is], head, incidents: { [kind]: whole } };
}
const behind = (key: string, is: Name, part: Partial<Membership> = {}): Connection =>
  member(key, is, { behind: true, ...part });

const fresh: Incident = {
  id: ID,
  group: GROUP,
  hub: "contoso-hub",
  subject: "gw",
  code: "K7Q2",
  state: { name: "open" },
  opener: { key: HUB, until: T0 },
  openedAt: T0,
  dueAt: T0 + WAIT_MS,
  told: [],
  shown: [],
};
const ref = ({ id, channel }: typeof OPS | typeof PHONE) => ({ id, channel });
const told = [OPS, PHONE].map((place) => ({ target: ref(place), at: T0 + WAIT_MS }));
const announced: Incident = { ...fresh, announcedAt: T0 + WAIT_MS, told, shown: [HUB, LEAF_1, LEAF_2] };

interface Seen {
  readonly now: number;
  readonly reach?: Readonly<Record<string, Reach>>;
  readonly policy?: Policy;
}
const look = (
  incident: Incident,
  members: readonly Connection[],
  { now, reach = {}, policy = POLICY }: Seen,
): Conclusion =>
  lookAt(incident, members, { policy, now, reach: new Map(Object.entries(reach)), modules: [] });

/** It came back at the third minute: graces end at the eighth. */
const RETURNED: Reach = { name: "reachable", returnedAt: min(3) };
const outIn = (incident?: string): Reach => ({ name: "out", since: min(-6), incident });
const BACK = member(HUB, "online", { backAt: min(3) });

describe("before the announcement", () => {
  test("who is behind counts as soon as it is disconnected, and only then", () => {
    const members = [
      member(HUB, "offline"),
      behind(LEAF_1, "offline"),
      behind(LEAF_2, "suspect"),
      behind("contoso-hub!leaf-3", "online"),
      behind("contoso-hub!leaf-4", "recovering"),
      behind("contoso-hub!leaf-5", "offline", { goneAt: min(-1) }),
    ];
    expect(look(fresh, members, { now: T0 + WAIT_MS })).toMatchObject({
      name: "open",
      owed: { notice: { word: "OFFLINE", subject: "gw", count: 3, since: min(-6) } },
      shown: [HUB, LEAF_1, LEAF_2],
    });
  });

  test("who is behind has no wait of its own, neither a shorter one nor a longer one", () => {
    for (const noticedAt of [T0 - WAIT_MS, T0 + WAIT_MS - 1]) {
      const members = [member(HUB, "offline"), behind(LEAF_1, "offline", { noticedAt })];
      expect(look(fresh, members, { now: T0 + WAIT_MS - 1 })).toEqual({ name: "wait", dueAt: T0 + WAIT_MS });
      expect(look(fresh, members, { now: T0 + WAIT_MS })).toMatchObject({ owed: { notice: { count: 2 } } });
    }
  });

  test("the receivers of who is behind are told too", () => {
    const routes = [
      { ...ROUTE, match: { device: "leaf-*" }, notify: ["oncall"] },
      { ...ROUTE, notify: ["ops"] },
    ];
    const members = [member(HUB, "offline"), behind(LEAF_1, "suspect")];
    const conclusion = look(fresh, members, { now: T0 + WAIT_MS, policy: { ...POLICY, routes } });
    expect(conclusion).toMatchObject({ owed: { targets: [ref(OPS), ref(PHONE)] } });
  });

  test("nobody is told where all were back in time, and who is not goes on by itself", () => {
    const members = [BACK, behind(LEAF_1, "offline")];
    const reach = { [LEAF_1]: RETURNED };
    expect(look(fresh, members, { now: min(8) - 1, reach })).toEqual({ name: "wait", dueAt: min(8) });
    expect(look(fresh, members, { now: min(8), reach })).toEqual({
      name: "end",
      ending: { outcome: "unspoken" },
      rest: [LEAF_1],
    });
  });
});

describe("once all are back that were out in their own right", () => {
  test("it ends when who is behind is back too", () => {
    const members = [BACK, behind(LEAF_1, "online", { backAt: min(4) })];
    const conclusion = look(announced, members, { now: min(5), reach: { [LEAF_1]: RETURNED } });
    expect(conclusion).toMatchObject({
      name: "end",
      ending: { outcome: "recovered", until: min(4), owed: { notice: { word: "RECOVERED", count: 2 } } },
    });
    expect(conclusion).not.toHaveProperty("rest");
  });

  test("it waits for the grace that who is behind has anew, and ends without it", () => {
    const members = [BACK, behind(LEAF_1, "online", { backAt: min(4) }), behind(LEAF_2, "offline")];
    const reach = { [LEAF_1]: RETURNED, [LEAF_2]: RETURNED };
    expect(look(announced, members, { now: min(8) - 1, reach })).toEqual({ name: "wait", dueAt: min(8) });
    expect(look(announced, members, { now: min(8), reach })).toMatchObject({
      name: "end",
      ending: { outcome: "recovered", since: min(-6), until: min(4), owed: { notice: { count: 2 } } },
      rest: [LEAF_2],
    });
  });

  test("the grace is that of each one's own route, and the last of them counts", () => {
    const routes = [{ ...ROUTE, match: { device: "leaf-2" }, graceMs: 7 * MINUTE_MS }, ROUTE];
    const policy = { ...POLICY, routes };
    const members = [BACK, behind(LEAF_1, "offline"), behind(LEAF_2, "offline")];
    const reach = { [LEAF_1]: RETURNED, [LEAF_2]: RETURNED };
    expect(look(announced, members, { now: min(8), reach, policy })).toEqual({
      name: "wait",
      dueAt: min(10),
    });
    expect(look(announced, members, { now: min(10), reach, policy })).toMatchObject({
      rest: [LEAF_1, LEAF_2],
    });
  });

  test("who dropped since waits for its own deadline, if that is later", () => {
    const members = [BACK, behind(LEAF_1, "suspect")];
    const earlier: Reach = { name: "reachable", returnedAt: min(1) };
    const later: Reach = { name: "reachable", returnedAt: min(4) };
    const waits = (reach: Reach): Conclusion =>
      look(announced, members, { now: min(5), reach: { [LEAF_1]: reach } });
    expect(waits(earlier)).toEqual({ name: "wait", dueAt: min(8) });
    expect(waits(later)).toEqual({ name: "wait", dueAt: min(9) });
    expect(waits(REACHABLE)).toEqual({ name: "wait", dueAt: min(8) });
  });

  test.each<[string, Reach | undefined]>([
    ["was never left unreachable", REACHABLE],
    ["is behind nothing that anybody knows of", undefined],
  ])("who is out and %s goes on by itself at once", (_title, reach) => {
    const members = [BACK, behind(LEAF_1, "offline")];
    const seen = { now: min(4), ...(reach === undefined ? {} : { reach: { [LEAF_1]: reach } }) };
    expect(look(announced, members, seen)).toMatchObject({ name: "end", rest: [LEAF_1] });
  });

  test.each<[string, Name, Reach]>([
    ["is behind another one that is out and told of nowhere", "offline", outIn()],
    ["is behind one that is out and was not seen by this look", "offline", outIn(ID)],
  ])("it waits, without a timer, for who %s", (_title, is, reach) => {
    const seen = { now: min(60), reach: { [LEAF_1]: reach } };
    expect(look(announced, [BACK, behind(LEAF_1, is)], seen)).toEqual({ name: "wait" });
  });

  test("who is behind another one that is out goes on with that one at once", () => {
    const seen = { now: min(4), reach: { [LEAF_1]: outIn("contoso-hub!other!000001") } };
    expect(look(announced, [BACK, behind(LEAF_1, "offline")], seen)).toMatchObject({ rest: [LEAF_1] });
  });

  test.each([
    // Connected so early that this is proven within the grace that it has anew, or so late that it is not.
    [5, 8],
    [9, 9 + 1 / 12],
    // It drops and connects again and again: the recovery from the end of that grace is all it gets.
    [30, 9.5 + 1 / 12],
  ])("who is connected until minute %d to prove it is waited for until minute %d", (deadline, until) => {
    const leaf = behind(LEAF_1, "recovering");
    const recovering = { ...leaf, state: { ...STATE.recovering, deadline: min(deadline) } };
    const seen = { reach: { [LEAF_1]: RETURNED } };
    const at = (now: number): Conclusion => look(announced, [BACK, recovering], { ...seen, now });
    expect(at(min(until) - 1)).toEqual({ name: "wait", dueAt: min(until) });
    expect(at(min(until))).toMatchObject({ name: "end", rest: [LEAF_1] });
  });

  test("it goes on as before where nobody was ever in it in its own right", () => {
    const seen = { reach: { [LEAF_1]: RETURNED } };
    const members = [behind(LEAF_1, "offline")];
    expect(look(announced, members, { ...seen, now: min(7) })).toEqual({ name: "wait", dueAt: min(8) });
    expect(look(announced, members, { ...seen, now: min(8) })).toMatchObject({ name: "end", rest: [LEAF_1] });
  });

  test("who is behind one that goes on by itself goes with it", () => {
    const members = [BACK, behind(LEAF_1, "offline"), behind(LEAF_2, "offline")];
    const reach = { [LEAF_1]: RETURNED, [LEAF_2]: outIn(ID) };
    expect(look(announced, members, { now: min(7), reach })).toEqual({ name: "wait", dueAt: min(8) });
    expect(look(announced, members, { now: min(8), reach })).toMatchObject({ rest: [LEAF_1, LEAF_2] });
  });

  test.each(["suspect", "recovering"] as const)("it waits while one of those is %s", (is) => {
    const members = [member(HUB, is), behind(LEAF_1, "offline")];
    const seen = { now: min(60), reach: { [LEAF_1]: RETURNED } };
    expect(look(announced, members, seen)).toEqual({ name: "wait" });
  });
});

describe("where those that were out in their own right are no more", () => {
  const GONE = member(HUB, "offline", { goneAt: min(2), goneFor: "disabled" });

  test("who is behind stays, out in its own right from then on", () => {
    const members = [GONE, behind(LEAF_1, "offline")];
    expect(look(announced, members, { now: min(60) })).toEqual({ name: "wait" });
    expect(look(fresh, members, { now: T0 + WAIT_MS - 1 })).toEqual({ name: "wait", dueAt: T0 + WAIT_MS });
    expect(look(fresh, members, { now: T0 + WAIT_MS })).toMatchObject({
      owed: { notice: { count: 1, names: ["leaf-1"] } },
    });
  });

  test("who is inside its grace is not decided yet", () => {
    expect(look(announced, [GONE, behind(LEAF_1, "suspect")], { now: min(60) })).toEqual({ name: "wait" });
  });

  test("it recovers as those are back", () => {
    const members = [GONE, behind(LEAF_1, "online", { backAt: min(4) })];
    expect(look(announced, members, { now: min(5) })).toMatchObject({
      ending: { outcome: "recovered", owed: { notice: { word: "RECOVERED", count: 1 } } },
    });
  });

  test("it is closed where nobody is left, for the reason for which they went", () => {
    expect(look(announced, [GONE], { now: min(5) })).toMatchObject({
      ending: { outcome: "closed", owed: { notice: { word: "CLOSED", reason: "disabled", count: 1 } } },
    });
  });

  test("one that is left keeps them behind", () => {
    const members = [
      GONE,
      member(`${GROUP}!%24edgeAgent`, "online", { backAt: min(3) }),
      behind(LEAF_1, "offline"),
    ];
    const seen = { now: min(5), reach: { [LEAF_1]: RETURNED } };
    expect(look(announced, members, seen)).toEqual({ name: "wait", dueAt: min(8) });
  });
});

describe("an incident of flapping", () => {
  const opened: Incident = { ...fresh, id: FLAPPING_ID };
  const spoken: Incident = { ...announced, id: FLAPPING_ID };
  const flapper = (is: Name, part: Partial<Membership> = {}): Connection =>
    member(HUB, is, { id: FLAPPING_ID, ...part });
  const leaf = (key: string, is: Name): Connection => behind(key, is, { id: FLAPPING_ID });

  test("speaks of who is behind and disconnected", () => {
    const members = [flapper("online"), leaf(LEAF_1, "suspect"), leaf(LEAF_2, "online")];
    const seen = { now: T0 + WAIT_MS, reach: { [LEAF_1]: outIn(FLAPPING_ID) } };
    const conclusion = look(opened, members, seen);
    expect(conclusion).toMatchObject({
      name: "open",
      owed: { notice: { word: "FLAPPING", count: 2 }, dueAfter: undefined },
      shown: [HUB, LEAF_1],
    });
    expect(conclusion).not.toHaveProperty("rest");
  });

  test("lets go whom it could reach for a grace, while it goes on", () => {
    const members = [flapper("online"), leaf(LEAF_1, "offline"), leaf(LEAF_2, "online")];
    const reach = { [LEAF_1]: RETURNED, [LEAF_2]: RETURNED };
    expect(look(spoken, members, { now: min(8) - 1, reach })).toEqual({ name: "wait", dueAt: min(8) });
    expect(look(spoken, members, { now: min(8), reach })).toMatchObject({ name: "wait", rest: [LEAF_1] });
    expect(look(spoken, members, { now: min(8), reach })).not.toHaveProperty("dueAt", min(8));
  });

  test("lets go of several each at its time", () => {
    const members = [flapper("online"), leaf(LEAF_1, "offline"), leaf(LEAF_2, "offline")];
    const later: Reach = { name: "reachable", returnedAt: min(4) };
    const third = leaf("contoso-hub!leaf-3", "offline");
    const reach = {
      [LEAF_1]: RETURNED,
      [LEAF_2]: { name: "reachable", returnedAt: min(6) },
      "contoso-hub!leaf-3": later,
    } as const;
    expect(look(spoken, [...members, third], { now: min(8), reach })).toMatchObject({
      name: "wait",
      rest: [LEAF_1],
      dueAt: min(9),
    });
  });

  test("looks again when the first of a wait and a grace is over", () => {
    const reach = { [LEAF_1]: RETURNED };
    for (const [noticedAt, dueAt] of [
      [min(7), min(7) + WAIT_MS],
      [min(7.8), min(8)],
    ] as const) {
      const members = [flapper("online", { noticedAt }), leaf(LEAF_1, "offline")];
      expect(look(opened, members, { now: min(7.5) - 1, reach })).toMatchObject({ name: "wait", dueAt });
    }
  });

  test("lets go as it is announced, and looks again after that", () => {
    const members = [flapper("online"), leaf(LEAF_1, "offline"), leaf(LEAF_2, "offline")];
    const reach = { [LEAF_1]: REACHABLE, [LEAF_2]: RETURNED };
    expect(look(opened, members, { now: min(4), reach })).toMatchObject({
      name: "open",
      rest: [LEAF_1],
      owed: { dueAfter: min(8) },
    });
  });

  test("is not held by who is behind: they go on by themselves, in their grace too", () => {
    const stable = flapper("online", { backAt: min(3) });
    const members = [stable, leaf(LEAF_1, "offline"), leaf(LEAF_2, "suspect")];
    const reach = { [LEAF_1]: RETURNED, [LEAF_2]: RETURNED };
    expect(look(spoken, members, { now: min(4), reach })).toMatchObject({
      name: "end",
      ending: { outcome: "recovered", owed: { notice: { word: "STABLE", count: 1 } } },
      rest: [LEAF_1, LEAF_2],
    });
  });

  test("waits, once stable, for who is behind one of its own that is out, and for no other", () => {
    const members = [flapper("online", { backAt: min(3) }), leaf(LEAF_1, "offline")];
    const seen = (incident: string) => ({ now: min(4), reach: { [LEAF_1]: outIn(incident) } });
    expect(look(spoken, members, seen(FLAPPING_ID))).toEqual({ name: "wait" });
    expect(look(spoken, members, seen(ID))).toMatchObject({ name: "end", rest: [LEAF_1] });
  });

  test("looks again, once a later receiver is told, when the first of its waits and graces is over", () => {
    const duty = { name: "duty", channel: "sms", targets: [{ ...PHONE, id: "sms:+4791" }] } as const;
    const policy: Policy = {
      ...POLICY,
      receivers: [...POLICY.receivers, duty],
      routes: [
        { ...ROUTE, match: { device: "leaf-1" }, notify: ["oncall"] },
        { ...ROUTE, match: { device: "leaf-2" }, notify: ["duty"] },
        { ...ROUTE, notify: ["ops"] },
      ],
    };
    const later = behind(LEAF_2, "suspect", { id: FLAPPING_ID, noticedAt: min(7) });
    const members = [flapper("online"), leaf(LEAF_1, "offline"), later];
    const reach = { [LEAF_1]: RETURNED, [LEAF_2]: outIn(FLAPPING_ID) };
    const incident = { ...spoken, told: told.slice(0, 1) };
    for (const [graceMs, dueAfter] of [
      [5 * MINUTE_MS, min(7) + WAIT_MS],
      [4.25 * MINUTE_MS, min(7.25)],
    ] as const) {
      const routes = policy.routes.map((route) => ({ ...route, graceMs }));
      expect(look(incident, members, { now: min(7), reach, policy: { ...policy, routes } })).toMatchObject({
        name: "open",
        owed: { targets: [ref(PHONE)], dueAfter },
      });
    }
  });
});
