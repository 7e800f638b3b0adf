import { describe, expect, test } from "vitest";
import type { Connection, ConnectionState, Head, Membership } from "../../../functions/domain/connection.ts";
import { unknownConnection } from "../../../functions/domain/decide.ts";
import { DRILL_HUB } from "../../../functions/domain/drill.ts";
import { NO_EVENTS } from "../../../functions/domain/fold.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { lookAt } from "../../../functions/domain/look.ts";
import type { Conclusion } from "../../../functions/domain/look.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { T0, seq } from "./histories.ts";
import { OPS, PHONE, POLICY, ROUTE } from "./policies.ts";

const WAIT_MS = ROUTE.groupWaitMs;
const ID = "contoso-hub!gw!x";
const min = (count: number): number => T0 + count * MINUTE_MS;

const state = {
  offline: { name: "offline", since: min(-6), cause: seq(2) },
  online: { name: "online", since: min(3), cause: seq(3) },
  suspect: { name: "suspect", since: min(3), cause: seq(3), deadline: min(8) },
  recovering: { name: "recovering", since: min(3), cause: seq(3), offlineSince: min(-6), deadline: min(5) },
  deleted: { name: "deleted", at: min(3) },
} as const satisfies Record<string, ConnectionState>;

/** A member of the incident, noticed at T0, its outage begun six minutes before. */
function member(name: string, is: keyof typeof state, part: Partial<Membership> = {}): Connection {
  const { moduleId, ...device } = { hub: "contoso-hub", deviceId: "gw", moduleId: name };
  return {
    ...unknownConnection(moduleId === "" ? device : { ...device, moduleId }),
    state: state[is],
    incidents: { outage: { id: ID, outAt: min(-6), noticedAt: T0, ...part } },
  };
}
const key = (name: string): string => `contoso-hub!gw!${name}`;

const fresh: Incident = {
  id: ID,
  group: "contoso-hub!gw",
  hub: "contoso-hub",
  subject: "gw",
  code: "K7Q2",
  state: { name: "open" },
  opener: { key: "contoso-hub!gw!a", until: T0 },
  openedAt: T0,
  dueAt: T0 + WAIT_MS,
  told: [],
  shown: [],
};
const ref = ({ id, channel }: typeof OPS | typeof PHONE): { id: string; channel: typeof channel } => ({
  id,
  channel,
});
const told = [ref(OPS), ref(PHONE)].map((target) => ({ target, at: T0 + WAIT_MS }));
const announced: Incident = { ...fresh, announcedAt: T0 + WAIT_MS, told, shown: [key("a"), key("b")] };

const look = (
  incident: Incident,
  members: readonly Connection[],
  now: number,
  policy: Policy = POLICY,
): Conclusion =>
  lookAt(incident, members, { policy: { ...policy, growth: Infinity }, now, reach: new Map(), modules: [] });

/** Module `b` goes to the phone alone, everything else to Teams. */
const split: Policy = {
  ...POLICY,
  routes: [
    { ...ROUTE, match: { module: "b" }, notify: ["oncall"] },
    { ...ROUTE, notify: ["ops"] },
  ],
};

describe("before the announcement", () => {
  test("it waits until a member's wait is over", () => {
    const members = [member("a", "offline")];
    expect(look(fresh, members, T0 + WAIT_MS - 1)).toEqual({ name: "wait", dueAt: T0 + WAIT_MS });
  });

  test("the earliest wait counts, and once it is over all that are out are spoken of", () => {
    const members = [member("a", "offline", { noticedAt: T0 + 20_000 }), member("b", "offline")];
    expect(look(fresh, members, T0 + 25_000)).toEqual({ name: "wait", dueAt: T0 + WAIT_MS });
    const conclusion = look(fresh, members, T0 + WAIT_MS);
    expect(conclusion).toMatchObject({ name: "open", shown: [key("a"), key("b")] });
    expect(conclusion).toMatchObject({
      owed: {
        purpose: "opening",
        targets: [ref(OPS), ref(PHONE)],
        notice: {
          word: "OFFLINE",
          count: 2,
          names: ["a", "b"],
          since: min(-6),
          zone: "Europe/Oslo",
          code: "K7Q2",
        },
      },
    });
    expect(conclusion.name === "open" && conclusion.owed.dueAfter).toBeUndefined();
  });

  test("all their receivers are told, also those of a member whose own wait runs", () => {
    const members = [member("a", "offline"), member("b", "offline", { noticedAt: T0 + 20_000 })];
    expect(look(fresh, members, T0 + WAIT_MS, split)).toMatchObject({
      owed: { targets: [ref(OPS), ref(PHONE)] },
    });
  });

  test.each(["recovering", "suspect", "online"] as const)("one that is %s by then is not spoken of", (is) => {
    const part = is === "online" ? { backAt: min(3) } : {};
    const members = [member("a", "offline"), member("b", is, part)];
    expect(look(fresh, members, T0 + WAIT_MS)).toMatchObject({
      owed: { notice: { count: 1 } },
      shown: [key("a")],
    });
  });

  test("a re-drop inside the recovery announces at once: its wait is over", () => {
    expect(look(fresh, [member("a", "recovering")], min(3))).toEqual({ name: "wait" });
    expect(look(fresh, [member("a", "offline")], min(4))).toMatchObject({ name: "open" });
  });

  test("a member new to an incident whose wait is over starts a wait of its own", () => {
    const members = [member("a", "recovering"), member("b", "offline", { noticedAt: min(2) })];
    expect(look(fresh, members, min(2))).toEqual({ name: "wait", dueAt: min(2) + WAIT_MS });
    expect(look(fresh, members, min(2) + WAIT_MS)).toMatchObject({
      owed: { notice: { count: 1, names: ["b"] } },
    });
  });

  test("nobody out, nobody back: nobody is told", () => {
    expect(look(fresh, [], min(1))).toEqual({ name: "end", ending: { outcome: "unspoken" } });
    expect(look(fresh, [member("a", "online", { backAt: T0 + 1 })], min(1))).toEqual({
      name: "end",
      ending: { outcome: "unspoken" },
    });
  });

  test("with every receiver disabled it is announced to nobody, and still has its story", () => {
    const disabled = POLICY.receivers.map((receiver) => ({ ...receiver, targets: [] }));
    const policy = { ...POLICY, receivers: disabled };
    const members = [member("a", "offline")];
    expect(look(fresh, members, T0 + WAIT_MS - 1, policy)).toEqual({ name: "wait", dueAt: T0 + WAIT_MS });
    const conclusion = look(fresh, members, T0 + WAIT_MS, policy);
    expect(conclusion).toMatchObject({ name: "open", owed: { targets: [] }, shown: [key("a")] });
  });
});

describe("after the announcement", () => {
  test("nothing is said while somebody is out and everybody was told", () => {
    expect(look(announced, [member("a", "offline"), member("b", "offline")], min(9))).toEqual({
      name: "wait",
    });
  });

  test("a later joiner of the same receivers is not announced", () => {
    const members = [member("a", "offline"), member("c", "offline", { noticedAt: min(5) })];
    expect(look(announced, members, min(5))).toEqual({ name: "wait" });
    expect(look(announced, members, min(9))).toEqual({ name: "wait" });
  });

  const first: Incident = { ...announced, told: told.slice(0, 1), shown: [key("a")] };
  const joined = [member("a", "offline"), member("b", "offline", { noticedAt: min(5), outAt: min(0) })];

  test("a receiver that joins later waits the joiner's wait", () => {
    expect(look(first, joined, min(5), split)).toEqual({ name: "wait", dueAt: min(5) + WAIT_MS });
  });

  test("then it alone gets OFFLINE, with everybody's count and start", () => {
    expect(look(first, joined, min(5) + WAIT_MS, split)).toMatchObject({
      name: "open",
      owed: {
        targets: [ref(PHONE)],
        notice: { word: "OFFLINE", count: 2, since: min(-6) },
        dueAfter: undefined,
      },
      shown: [key("a"), key("b")],
    });
  });

  test("who was spoken of stays so, though it is back by then", () => {
    const members = [...joined, member("c", "online", { backAt: min(2) })];
    const incident = { ...first, shown: [key("c"), key("a")] };
    expect(look(incident, members, min(5) + WAIT_MS, split)).toMatchObject({
      shown: [key("c"), key("a"), key("b")],
    });
  });

  test("while one later receiver is told, the next one's wait is kept in mind", () => {
    const duty = { name: "duty", channel: "sms", targets: [{ ...PHONE, id: "sms:+4791" }] } as const;
    const third: Policy = {
      ...split,
      receivers: [...split.receivers, duty],
      routes: [{ ...ROUTE, match: { module: "c" }, notify: ["duty"] }, ...split.routes],
    };
    const members = [
      ...joined,
      member("c", "offline", { noticedAt: min(5) + 10 * SECOND_MS }),
      member("c", "offline", { noticedAt: min(5) + 20 * SECOND_MS }),
    ];
    expect(look(first, members, min(5) + WAIT_MS, third)).toMatchObject({
      owed: { targets: [ref(PHONE)], dueAfter: min(5) + 10 * SECOND_MS + WAIT_MS },
    });
  });

  test.each(["recovering", "suspect"] as const)(
    "one that is %s is undecided: no ending yet, no timer",
    (is) => {
      const members = [member("a", is), member("b", "online", { backAt: min(2) })];
      expect(look(announced, members, min(4))).toEqual({ name: "wait" });
    },
  );

  test("a member that is out again is out, whatever was noted of its return", () => {
    expect(look(announced, [member("a", "offline", { backAt: min(1) })], min(4))).toEqual({ name: "wait" });
  });

  test("what names another incident is no member", () => {
    const other = member("a", "offline", { id: "contoso-hub!gw!y" });
    expect(look(announced, [other, member("b", "online", { backAt: min(2) })], min(4))).toMatchObject({
      name: "end",
    });
    const none = { ...other, incidents: {} };
    expect(look(announced, [none, member("b", "online", { backAt: min(2) })], min(4))).toMatchObject({
      name: "end",
    });
  });
});

describe("while its opener has yet to name it", () => {
  const waiting: Incident = { ...fresh, opener: { key: key("a"), until: min(2) } };
  const other = member("b", "online", { backAt: min(1) });

  test("it does not end, though nobody is in it or all others are back", () => {
    for (const members of [[], [other]]) {
      expect(look(waiting, members, min(2) - 1)).toEqual({ name: "wait", revisitAt: min(2) });
      expect(look(waiting, members, min(2))).toMatchObject({ name: "end" });
    }
  });

  test("once the opener is a member there is nothing to wait for", () => {
    const opener = member("a", "online", { backAt: min(1) });
    expect(look(waiting, [other, opener], min(1))).toMatchObject({ name: "end" });
  });
});

describe("the ending", () => {
  const back = [
    member("a", "online", { outAt: min(-7), backAt: min(2) }),
    member("b", "online", { backAt: min(3) }),
  ];

  test("everybody back: from the first disconnect to the last connect, to whoever was told", () => {
    const targets = [ref(OPS), ref(PHONE)];
    expect(look(announced, back, min(5))).toMatchObject({
      name: "end",
      ending: {
        outcome: "recovered",
        since: min(-7),
        until: min(3),
        owed: {
          purpose: "ending",
          targets,
          notice: { word: "RECOVERED", count: 2, since: min(-7), until: min(3) },
        },
      },
    });
  });

  test("the policy of the ending's day does not change who gets it", () => {
    const moved = { ...POLICY, routes: [{ ...ROUTE, notify: [] }] };
    expect(look(announced, back, min(5), moved)).toMatchObject({
      ending: { owed: { targets: [ref(OPS), ref(PHONE)] } },
    });
  });

  test("who was never spoken of neither counts nor lengthens it", () => {
    const unspoken = member("c", "online", { outAt: min(-60), backAt: min(4) });
    expect(look(announced, [...back, unspoken], min(5))).toMatchObject({
      ending: { since: min(-7), until: min(3), owed: { notice: { count: 2, names: ["a", "b"] } } },
    });
  });

  test("all deleted: CLOSED with the reason, counting them, without a duration", () => {
    const members = [member("a", "deleted", { goneAt: min(3) }), member("b", "deleted", { goneAt: min(3) })];
    const conclusion = look(announced, members, min(5));
    expect(conclusion).toMatchObject({
      ending: {
        outcome: "closed",
        owed: { purpose: "ending", notice: { word: "CLOSED", count: 2, reason: "deleted", since: min(-6) } },
      },
    });
    expect(JSON.stringify(conclusion)).not.toContain("until");
  });

  test("nobody left that it could speak of: CLOSED since the announcement, without a reason", () => {
    const conclusion = look(announced, [], min(5));
    expect(conclusion).toMatchObject({
      ending: {
        outcome: "closed",
        since: T0 + WAIT_MS,
        owed: { notice: { word: "CLOSED", count: 0, names: [], since: T0 + WAIT_MS, zone: "UTC" } },
      },
    });
    expect(JSON.stringify(conclusion)).not.toContain("deleted");
  });

  test("partly deleted: RECOVERED, counting those that came back", () => {
    const [first] = back;
    if (first === undefined) throw new Error("one came back");
    const members = [first, member("b", "deleted", { outAt: min(-60), goneAt: min(3) })];
    expect(look(announced, members, min(5))).toMatchObject({
      ending: {
        outcome: "recovered",
        since: min(-7),
        until: min(2),
        owed: { notice: { count: 1, names: ["a"] } },
      },
    });
  });

  test("no more than five names, in order; a device goes by its id", () => {
    const names = ["f", "b", "", "e", "a", "d", "c"];
    const members = names.map((name) => member(name, "online", { backAt: min(2) }));
    const shown = names.map((name) => (name === "" ? "contoso-hub!gw" : key(name)));
    expect(look({ ...announced, shown }, members, min(5))).toMatchObject({
      ending: { owed: { notice: { count: 7, names: ["a", "b", "c", "d", "e"] } } },
    });
    const device = look({ ...announced, shown: ["contoso-hub!gw"] }, members.slice(2, 3), min(5));
    expect(device).toMatchObject({ ending: { owed: { notice: { names: ["gw"] } } } });
  });

  test("of several devices, modules go by the names of both", () => {
    const moduleOf = (deviceId: string): Connection => {
      const one = member("m", "online", { backAt: min(2) });
      return { ...one, identity: { ...one.identity, deviceId } };
    };
    const incident = { ...announced, shown: [key("m"), "contoso-hub!gw2!m"] };
    expect(look(incident, [moduleOf("gw2"), moduleOf("gw")], min(5))).toMatchObject({
      ending: { owed: { notice: { names: ["gw/m", "gw2/m"] } } },
    });
  });
});

describe("an incident of flapping", () => {
  const FLAPPING_ID = "contoso-hub!gw!:flapping!000001";
  const opened: Incident = { ...fresh, id: FLAPPING_ID };
  const spoken: Incident = { ...announced, id: FLAPPING_ID };

  /** It has dropped so often; `head` says what else its events amount to. */
  function flapper(
    name: string,
    is: keyof typeof state,
    { drops, ...head }: Partial<Head> & { readonly drops: number },
    part: Partial<Membership> = {},
  ): Connection {
    const one = member(name, is);
    const damping = { penalty: 4, at: min(-1), runSince: min(-6), runDrops: drops };
    return {
      ...one,
      head: { ...NO_EVENTS, link: "up", damping, ...head },
      incidents: { flapping: { id: FLAPPING_ID, outAt: min(-6), noticedAt: T0, ...part } },
    };
  }
  const isDown = (since: number): Pick<Head, "link" | "since"> => ({ link: "down", since });

  test("is opened with FLAPPING, once the wait is over, though all are connected", () => {
    const members = [flapper("a", "online", { drops: 4 }), flapper("b", "online", { drops: 9 })];
    expect(look(opened, members, T0 + WAIT_MS - 1)).toEqual({ name: "wait", dueAt: T0 + WAIT_MS });
    const conclusion = look(opened, members, T0 + WAIT_MS);
    expect(conclusion).toMatchObject({
      name: "open",
      owed: { targets: [ref(OPS), ref(PHONE)], notice: { word: "FLAPPING", count: 2, since: min(-6) } },
      shown: [key("a"), key("b")],
    });
    expect(conclusion.name === "open" && conclusion.owed.dueAfter).toBeUndefined();
  });

  test.each<[string, Connection[], object]>([
    [
      "the drops of the worst, and that all are connected",
      [flapper("a", "online", { drops: 4 }), flapper("b", "recovering", { drops: 9 })],
      { drops: 9 },
    ],
    [
      "since when the first of those is out that are",
      [
        flapper("a", "suspect", { drops: 4, ...isDown(min(2)) }),
        flapper("b", "suspect", { drops: 9, ...isDown(min(1)) }),
        flapper("c", "online", { drops: 5, since: min(-3) }),
      ],
      { drops: 9, downSince: min(1) },
    ],
    [
      "the start of the outage, where it dropped again before it had recovered",
      [flapper("a", "offline", { drops: 4, ...isDown(min(2)), outage: { cause: seq(2), since: min(-5) } })],
      { drops: 4, downSince: min(-5) },
    ],
    [
      "no drops, where late evidence denied all of them",
      [{ ...flapper("a", "online", { drops: 4 }), head: { ...NO_EVENTS, link: "up" } }],
      { drops: 0 },
    ],
  ])("says %s", (_title, members, facts) => {
    const conclusion = look(opened, members, min(4));
    if (conclusion.name !== "open") throw new Error("it says nothing");
    const { drops, downSince } = conclusion.owed.notice;
    expect({ drops, downSince }).toEqual(facts);
  });

  test("goes on while one is not yet stable, though it is connected", () => {
    const members = [
      flapper("a", "online", { drops: 4 }),
      flapper("b", "online", { drops: 4 }, { backAt: min(3) }),
    ];
    expect(look(spoken, members, min(5))).toEqual({ name: "wait" });
  });

  test("ends with STABLE, with the drops of the worst, when the last of them is stable", () => {
    const members = [
      flapper("a", "online", { drops: 12 }, { backAt: min(3) }),
      flapper("b", "online", { drops: 7 }, { backAt: min(4) }),
    ];
    expect(look(spoken, members, min(5))).toMatchObject({
      name: "end",
      ending: {
        outcome: "recovered",
        since: min(-6),
        until: min(4),
        owed: { notice: { word: "STABLE", count: 2, drops: 12 }, targets: [ref(OPS), ref(PHONE)] },
      },
    });
  });

  test("is not held by an outage that began after it was stable", () => {
    const members = [
      flapper("a", "offline", { drops: 12, ...isDown(min(4)) }, { backAt: min(3) }),
      flapper("b", "online", { drops: 7 }, { backAt: min(4) }),
    ];
    expect(look(spoken, members, min(5))).toMatchObject({ name: "end" });
  });

  test("has no member that is in an incident of outages alone, and those have none of its", () => {
    const flapping = flapper("a", "offline", { drops: 12, ...isDown(min(1)) });
    expect(look(opened, [member("a", "offline", { id: FLAPPING_ID })], min(5))).toMatchObject({
      name: "end",
    });
    const conclusion = look(fresh, [flapping], min(5));
    expect(conclusion).toEqual({ name: "end", ending: { outcome: "unspoken" } });
  });

  test("alone speaks of drops: an outage does not, however often it dropped before", () => {
    const out = { ...flapper("a", "offline", { drops: 12 }), incidents: member("a", "offline").incidents };
    const conclusion = look(fresh, [out], min(5));
    expect(conclusion).toMatchObject({ owed: { notice: { word: "OFFLINE" } } });
    expect(conclusion.name === "open" && conclusion.owed.notice).not.toHaveProperty("drops");
  });
});

describe("a drill", () => {
  const DRILL_ID = "%21drill!k3v9!000001";
  const drill: Incident = { ...fresh, id: DRILL_ID, hub: DRILL_HUB, subject: "Linewatch", drill: ["oncall"] };
  const sent: Incident = { ...drill, announcedAt: T0, told: told.slice(1), shown: ["%21drill!k3v9"] };

  function drilled(is: keyof typeof state, part: Partial<Membership> = {}): Connection {
    return { ...member("", is, { id: DRILL_ID, ...part }), identity: { hub: DRILL_HUB, deviceId: "k3v9" } };
  }

  test("is told at once, to those whom it names alone, and looked at once more", () => {
    expect(look(drill, [drilled("offline")], T0)).toMatchObject({
      name: "open",
      owed: {
        targets: [ref(PHONE)],
        notice: { word: "DRILL", subject: "Linewatch", count: 1, names: [] },
        dueAfter: T0,
      },
    });
  });

  test("that names nobody tells nobody, and is looked at once more all the same", () => {
    const conclusion = look({ ...drill, drill: [] }, [drilled("offline")], T0);
    expect(conclusion).toMatchObject({ name: "open", owed: { targets: [], dueAfter: T0 } });
  });

  test.each<[string, Incident, Connection]>([
    ["was sent, though nobody came back", sent, drilled("offline")],
    ["was sent to one of two", { ...sent, drill: ["ops", "oncall"] }, drilled("offline")],
    ["was sent, and came back", sent, drilled("online", { backAt: min(1) })],
    ["was sent, and is no more", sent, drilled("deleted", { goneAt: min(1) })],
    ["came back before it was sent", drill, drilled("online", { backAt: min(1) })],
  ])("is over without a word once it %s", (_title, incident, one) => {
    expect(look(incident, [one], min(5))).toEqual({ name: "end", ending: { outcome: "unspoken" } });
  });
});
