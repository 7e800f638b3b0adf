/** What each gate says in each of its cases, in full: the verdict, the sentence, the times and the numbers. */
import { describe, expect, test } from "vitest";
import type { Connection } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import type { Finding, Situation } from "../../../functions/domain/explain-finding.ts";
import { flapGate } from "../../../functions/domain/explain-flap.ts";
import { graceGate, renewalGate } from "../../../functions/domain/explain-grace.ts";
import { groupGate } from "../../../functions/domain/explain-group.ts";
import { lifeGate } from "../../../functions/domain/explain-life.ts";
import { parentGate } from "../../../functions/domain/explain-parent.ts";
import { sequenceGate } from "../../../functions/domain/explain-sequence.ts";
import type { Waits } from "../../../functions/domain/fold.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { standingOf } from "../../../functions/domain/part.ts";
import { REACHABLE } from "../../../functions/domain/reach.ts";
import type { Reach } from "../../../functions/domain/reach.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down, event, seq, up } from "./histories.ts";

const min = (count: number): Instant => T0 + count * MINUTE_MS;
const ms = (minutes: number) => ({ ms: minutes * MINUTE_MS });

/** Connected an hour before nine; then it drops and returns in turn, so many minutes after nine. */
function after(...minutes: readonly number[]): Connection {
  return [-60, ...minutes].reduce((before, minute, index) => {
    const one = event(index % 2 === 0 ? "connected" : "disconnected", index + 1, minute * MINUTE_MS);
    return decide(before, one, SETTINGS, one.at + SECOND_MS).next;
  }, unknownConnection(IDENTITY));
}

type More = Partial<Situation> & { readonly settings?: Partial<Waits>; readonly as?: Partial<Connection> };

/** As a timer finds it at that minute. */
function at(minute: number, minutes: readonly number[], { settings, as, ...more }: More = {}): Situation {
  const waits = { ...SETTINGS, ...settings };
  const swept = decide(after(...minutes), { kind: "sweep" }, waits, min(minute)).next;
  const connection = { ...swept, incidents: {}, ...as };
  return {
    connection,
    waits,
    standing: standingOf(connection, waits, min(minute)),
    now: min(minute),
    parents: [],
    reach: REACHABLE,
    group: { key: "h!d", hub: "h", subject: "d" },
    groupWaitMs: 30 * SECOND_MS,
    places: 2,
    incident: "none",
    told: [],
    mayBeTold: false,
    ...more,
  };
}

type Row = [string, Situation, Omit<Finding, "gate">];
const says = (gate: (situation: Situation) => Finding, name: string, rows: readonly Row[]): void => {
  test.each(rows)(`${name}: %s`, (_, situation, expected) => {
    expect(gate(situation)).toEqual({ gate: name, ...expected });
  });
};

const PASSES = { stops: false } as const;
const STOPS = { stops: true } as const;
const GATEWAY = "It is a gateway: from now on its modules speak for it. Ask for";
const there = { out: false };
const disabled = { registry: { at: min(-9), enabled: false } };
const deleted = { state: { name: "deleted", at: min(-8) } } as const;
const unknown = unknownConnection(IDENTITY);

says(lifeGate, "life", [
  [
    "a gateway by both modules, disabled or not",
    at(1, [0], { as: { ...disabled, edge: { agent: there, hub: there } } }),
    { verdict: "gateway", ...STOPS, reason: `${GATEWAY} $edgeAgent and $edgeHub.` },
  ],
  [
    "a gateway by its $edgeHub",
    at(1, [0], { as: { edge: { hub: there } } }),
    { verdict: "gateway", ...STOPS, reason: `${GATEWAY} $edgeHub.` },
  ],
  [
    "a gateway by its $edgeAgent",
    at(1, [0], { as: { edge: { agent: there } } }),
    { verdict: "gateway", ...STOPS, reason: `${GATEWAY} $edgeAgent.` },
  ],
  [
    "disabled, deleted or not",
    at(1, [0], { as: { ...disabled, ...deleted } }),
    {
      verdict: "disabled",
      ...STOPS,
      reason: "Disabled in the hub: nothing is expected to come back.",
      at: min(-9),
    },
  ],
  [
    "deleted",
    at(1, [0], { as: deleted }),
    {
      verdict: "deleted",
      ...STOPS,
      reason: "Deleted from the hub: nothing is expected to come back.",
      at: min(-8),
    },
  ],
  [
    "new",
    at(1, [], { as: { ...unknown, registeredAt: min(-7) } }),
    {
      verdict: "new",
      ...STOPS,
      reason: "It has never connected, as far as is known: there is nothing to miss.",
      at: min(-7),
    },
  ],
  [
    "in its first life",
    at(1, [0], { as: { registeredAt: min(-70) } }),
    { verdict: "lives", ...PASSES, reason: "It is known, and it counts.", at: min(-70) },
  ],
  [
    "in a later one",
    at(1, [0], { as: { tombstone: { at: min(-90) } } }),
    {
      verdict: "lives",
      ...PASSES,
      reason: "It is known, in a life that began after 2026-11-21T07:30:00.000Z, and it counts.",
    },
  ],
]);

const buried = { ...unknown, tombstone: { at: min(-90) } };
const aside = { ...down(1, 0), noticedAt: T0 };
const begun = decide({ ...buried, recent: [aside] }, up(2, MINUTE_MS), SETTINGS, min(1)).next;

says(sequenceGate, "sequence", [
  [
    "no event",
    at(1, [], { as: unknown }),
    { verdict: "notAsked", ...STOPS, reason: "No event of it is known." },
  ],
  [
    "only one that is kept aside",
    at(1, [], { as: { ...buried, recent: [aside] } }),
    {
      verdict: "keptAside",
      ...STOPS,
      reason: "Its last events are kept aside: a life does not begin with a disconnect.",
      numbers: { events: 1, keptAside: 1 },
    },
  ],
  [
    "one that counts beside it",
    at(1, [], { as: begun }),
    {
      verdict: "connected",
      ...STOPS,
      reason: "By the greatest sequence number it is connected since 2026-11-21T09:01:00.000Z.",
      at: min(1),
      numbers: { events: 2, keptAside: 1, cause: seq(2) },
    },
  ],
  [
    "a disconnect",
    at(1, [0]),
    {
      verdict: "disconnected",
      ...PASSES,
      reason: "By the greatest sequence number it is disconnected since 2026-11-21T09:00:00.000Z.",
      at: T0,
      numbers: { events: 2, keptAside: 0, cause: seq(2) },
    },
  ],
]);

/** The third drop of those is in the rhythm of the two before. */
const HOURLY = [0, 1, 60, 61, 120];
const SHORT = { settings: { graceMs: MINUTE_MS } };
const waits = { verdict: "notAsked", ...PASSES, reason: "No drop of it waits for anything." } as const;
const over = (since: string, grace: string) =>
  ({
    verdict: "graceOver",
    ...PASSES,
    reason: `Disconnected since 2026-11-21T${since}:00.000Z, for longer than the grace of ${grace}.`,
  }) as const;

says(graceGate, "grace", [
  ["connected", at(2, [0, 1]), { ...waits, numbers: { grace: ms(5) } }],
  ["new", at(1, [], { as: unknown }), { ...waits, numbers: { grace: ms(5) } }],
  ["deleted", at(1, [0], { as: deleted }), { ...waits, numbers: { grace: ms(5) } }],
  [
    "inside the grace",
    at(2, [0]),
    {
      verdict: "suspect",
      ...STOPS,
      reason:
        "Disconnected since 2026-11-21T09:00:00.000Z, inside its grace of 5 min until 2026-11-21T09:05:00.000Z: nobody is told.",
      at: T0,
      until: min(5),
      numbers: { grace: ms(5), lasted: ms(2) },
    },
  ],
  ["after it", at(6, [0]), { ...over("09:00", "5 min"), at: T0, numbers: { grace: ms(5), lasted: ms(6) } }],
  [
    "after a grace that was over when it was executed",
    at(6, [0], { settings: { judged: { cause: seq(2), link: "down", afterMs: 2 * MINUTE_MS } } }),
    { ...over("09:00", "2 min"), at: T0, numbers: { grace: ms(2), lasted: ms(6) } },
  ],
  [
    "inside the grace, in the rhythm of renewals",
    at(120.5, HOURLY, SHORT),
    {
      verdict: "suspect",
      ...STOPS,
      reason:
        "Disconnected since 2026-11-21T11:00:00.000Z, inside its grace of 1 min until 2026-11-21T11:01:00.000Z: nobody is told.",
      at: min(120),
      until: min(121),
      numbers: { grace: ms(1), lasted: ms(0.5) },
    },
  ],
  [
    "at its end, in the rhythm of renewals",
    at(121, HOURLY, SHORT),
    { ...over("11:00", "1 min"), at: min(120), until: min(121), numbers: { grace: ms(1), lasted: ms(1) } },
  ],
  [
    "recovering",
    at(11, [0, 10]),
    {
      verdict: "recovering",
      ...STOPS,
      reason: "Connected again since 2026-11-21T09:10:00.000Z, and watched until 2026-11-21T09:11:30.000Z.",
      at: min(10),
      until: min(11.5),
      numbers: { grace: ms(5), recovery: ms(1.5) },
    },
  ],
]);

const PHRASE = "renews about every 60 min over MQTT; AMQP or X.509 would avoid it.";
const noRhythm = {
  verdict: "none",
  ...PASSES,
  reason: "Its drops are not in the rhythm of a token's renewals.",
} as const;
const expected = {
  verdict: "expected",
  ...STOPS,
  reason: `It came in the rhythm of a token's renewal, and is one unless it outlasts 3 min: it ${PHRASE}`,
  at: min(120),
  numbers: { period: ms(60), gap: ms(3) },
} as const;
const renews = {
  verdict: "tokenRenewal",
  ...PASSES,
  reason: `It ${PHRASE}`,
  at: min(120),
  numbers: { period: ms(60), gap: ms(3) },
} as const;

says(renewalGate, "renewal", [
  ["a first drop", at(1, [0]), noRhythm],
  ["one in the rhythm", at(121, HOURLY), { ...expected, until: min(125) }],
  ["one in it, with a short grace", at(121, HOURLY, SHORT), { ...expected, until: min(123) }],
  ["one in it that proved to be none", at(126, HOURLY), noRhythm],
  ["one that was one", at(122, [...HOURLY, 121]), renews],
  ["one that was one, two periods ago", at(240, [...HOURLY, 121]), noRhythm],
  ["one off the rhythm, before the gap is over", at(152.9, [...HOURLY, 121, 150]), renews],
  ["one off the rhythm, once it is", at(153, [...HOURLY, 121, 150]), noRhythm],
]);

const TOGGLING = [0, 1, 2, 3, 4, 5, 6];
const flaps = { drops: 4, reuse: 1, suppress: 3 };
const stable = {
  verdict: "stable",
  ...PASSES,
  reason: "It does not drop so often that it would be told of as flapping.",
} as const;
const { reusedAt = 0 } = at(6, TOGGLING).standing;

says(flapGate, "flap", [
  ["no drop", at(1, []), { ...stable, numbers: { penalty: 0, drops: 0, reuse: 1, suppress: 3 } }],
  // A half-life is 15 min.
  ["one drop", at(15, [0, 1]), { ...stable, numbers: { penalty: 0.5, drops: 1, reuse: 1, suppress: 3 } }],
  [
    "nothing ever flaps",
    at(1, [0], { settings: { damping: { ...SETTINGS.damping, suppress: Infinity } } }),
    { ...stable, numbers: { penalty: 0.955, drops: 1, reuse: 1 } },
  ],
  [
    "flapping",
    at(6, TOGGLING),
    {
      verdict: "flapping",
      ...STOPS,
      reason:
        "It flaps: 4 drops since 2026-11-21T09:00:00.000Z. That is told once, as FLAPPING, and its outages only if they last.",
      at: min(6),
      until: reusedAt,
      numbers: { ...flaps, penalty: 3.501 },
    },
  ],
  [
    "an outage that is a long one",
    at(21, TOGGLING),
    {
      verdict: "longOutage",
      ...PASSES,
      reason:
        "It flaps (4 drops since 2026-11-21T09:00:00.000Z), but is out for 15 min by now: that is told all the same.",
      at: min(6),
      until: at(21, TOGGLING).standing.flapsUntil,
      numbers: { ...flaps, penalty: 2 },
    },
  ],
  [
    "no more",
    at(90, [...TOGGLING, 7]),
    {
      verdict: "reused",
      ...PASSES,
      reason: `It flapped, and has not dropped for long enough: no more since ${new Date(reusedAt).toISOString()}.`,
      at: reusedAt,
      numbers: { ...flaps, penalty: 0.072 },
    },
  ],
]);

const part = { id: "h!d!000001", outAt: T0, noticedAt: min(5) };
const behind = { ...part, behind: true } as const;
const out = (parents: readonly string[], more: More = {}): Situation => at(6, [0], { parents, ...more });
const isOut: Reach = { name: "out", since: min(-1), incident: "x" };
const returned: Reach = { name: "reachable", returnedAt: min(4) };
const gw = { numbers: { parents: "gw" } };
const asksAgain = (clock: string) => `it waits until 2026-11-21T09:${clock}.000Z, and asks again then.`;

says(parentGate, "parent", [
  [
    "in an incident in its own right",
    out(["a", "b"], { as: { incidents: { outage: part, flapping: behind } } }),
    {
      verdict: "own",
      ...PASSES,
      reason: "a and b did not keep it away: it is out in its own right.",
      numbers: { parents: "a, b" },
    },
  ],
  [
    "behind nothing, whatever is out",
    out([], { reach: isOut }),
    { verdict: "own", ...PASSES, reason: "It is behind nothing: it is out in its own right." },
  ],
  [
    "behind what did not keep it away",
    out(["gw"]),
    { verdict: "own", ...PASSES, reason: "gw did not keep it away: it is out in its own right.", ...gw },
  ],
  [
    "in the incident of what was out",
    out(["gw"], { reach: isOut, as: { incidents: { outage: behind, flapping: behind } } }),
    {
      verdict: "behind",
      ...PASSES,
      reason: "It belongs to the incident of gw, which was out.",
      at: min(-1),
      ...gw,
    },
  ],
  [
    "in the incident of what flaps, which is back",
    out(["a", "b"], { reach: returned, as: { incidents: { flapping: behind } } }),
    {
      verdict: "behind",
      ...STOPS,
      reason: "It belongs to the incident of a and b, which flaps.",
      at: min(4),
      numbers: { parents: "a, b" },
    },
  ],
  [
    "in the incident of what nobody names any more",
    out([], { reach: undefined, as: { incidents: { outage: behind } } }),
    {
      verdict: "behind",
      ...PASSES,
      reason: "It belongs to the incident of what it is behind, which was out.",
    },
  ],
  [
    "not out",
    at(1, [0], { parents: ["gw"], as: { incidents: { outage: { ...behind, backAt: min(-9) } } } }),
    { verdict: "notAsked", ...PASSES, reason: "What it is behind is asked once it is out.", ...gw },
  ],
  [
    "not known",
    out(["gw"], { reach: undefined }),
    { verdict: "unknown", ...STOPS, reason: "What it is behind kept nothing of that moment.", ...gw },
  ],
  [
    "about to join",
    out(["gw"], { reach: isOut }),
    {
      verdict: "behind",
      ...STOPS,
      reason: "What it is behind is out: it joins the incident that tells of that.",
      at: min(-1),
      ...gw,
    },
  ],
  [
    "held by a grace",
    out(["gw"], { reach: { name: "waiting", until: min(7), returnedAt: min(-30) } }),
    {
      verdict: "parentWaits",
      ...STOPS,
      reason: `What it is behind is inside its own grace: ${asksAgain("08:30")}`,
      at: min(-30),
      until: min(8.5),
      ...gw,
    },
  ],
  [
    "held by what is out",
    out(["gw"], { reach: { name: "out", since: min(-1) } }),
    {
      verdict: "parentOut",
      ...STOPS,
      reason: `What it is behind is out, and has yet to tell of itself: ${asksAgain("07:30")}`,
      at: min(-1),
      until: min(7.5),
      ...gw,
    },
  ],
  [
    "held by a return",
    out(["gw"], { reach: returned }),
    {
      verdict: "freshGrace",
      ...STOPS,
      reason: `What it is behind is back since a moment ago, and its grace runs anew: ${asksAgain("09:00")}`,
      at: min(4),
      until: min(9),
      ...gw,
    },
  ],
  [
    "held as it was written down",
    out(["gw"], { as: { held: { outAt: T0, until: min(8) } } }),
    {
      verdict: "held",
      ...STOPS,
      reason: "It waits until 2026-11-21T09:08:00.000Z for what it is behind, and asks again then.",
      until: min(8),
      ...gw,
    },
  ],
  [
    "flapping, which holds nothing here",
    at(12, TOGGLING, { parents: ["gw"] }),
    { verdict: "own", ...PASSES, reason: "gw did not keep it away: it is out in its own right.", ...gw },
  ],
]);

const INCIDENT: Incident = {
  id: "h!d!000001",
  group: "h!d",
  hub: "h",
  subject: "d",
  code: "K7QM",
  state: { name: "open" },
  openedAt: min(5),
  opener: { key: "h!d", until: T0 },
  told: [],
  shown: [],
};
const opening = {
  purpose: "opening",
  targets: [],
  notice: {
    word: "OFFLINE",
    code: "K7QM",
    incidentId: "h!d!000001",
    hub: "h",
    subject: "d",
    count: 1,
    names: ["d"],
    at: min(5),
    since: T0,
    zone: "UTC",
  },
} as const;
const member = { as: { incidents: { outage: part } } };
const within = (more: Partial<Incident> = {}, situation: More = {}): Situation =>
  out([], { ...member, incident: { ...INCIDENT, ...more }, ...situation });
const numbers = { group: "d", wait: { ms: 30 * SECOND_MS }, places: 2 };
const coded = { numbers: { ...numbers, code: "K7QM" } };
const wait = {
  verdict: "wait",
  ...STOPS,
  reason: "K7QM waits for others of its group for 30 s.",
  at: min(5),
  ...coded,
} as const;
const outageTold = { kind: "outage", incident: INCIDENT, at: min(5.5) } as const;
const flapsTold = { kind: "flapping", incident: { ...INCIDENT, code: "FFFF" }, at: min(3) } as const;
const past = { outage: { ...part, backAt: min(5.2) }, flapping: { ...part, noticedAt: min(4) } };

describe("the gate of the group", () => {
  says(groupGate, "group", [
    [
      "told for all that is known",
      within({}, { mayBeTold: true, told: [outageTold] }),
      {
        verdict: "unknown",
        ...STOPS,
        reason: "It may have been told of by then: nobody kept since when its incident did.",
        ...coded,
      },
    ],
    ...[
      [flapsTold, outageTold],
      [outageTold, flapsTold],
    ].map((told): Row => [
      "told twice, of its outage before of its flapping",
      within({}, { told }),
      {
        verdict: "told",
        ...PASSES,
        reason: "OFFLINE K7QM tells of it since 2026-11-21T09:05:30.000Z.",
        at: min(5.5),
        ...coded,
      },
    ]),
    [
      "told as flapping",
      out([], { told: [flapsTold] }),
      {
        verdict: "told",
        ...STOPS,
        reason: "FLAPPING FFFF tells of it since 2026-11-21T09:03:00.000Z.",
        at: min(3),
        numbers,
      },
    ],
    [
      "in what nobody kept",
      out([], { incident: "unknown" }),
      { verdict: "unknown", ...STOPS, reason: "Nobody kept in which incident it was then.", numbers },
    ],
    [
      "out, in none",
      out([]),
      { verdict: "joining", ...STOPS, reason: "It is about to join its group's incident.", numbers },
    ],
    [
      "not out, in none",
      at(1, [0]),
      { verdict: "notAsked", ...STOPS, reason: "It is in no incident that is not over.", numbers },
    ],
    [
      "nobody to tell, announced or not",
      within({ announcedAt: min(5.5) }, { places: 0 }),
      {
        verdict: "nobody",
        ...STOPS,
        reason: "Its route tells nobody: no receiver of it is configured.",
        at: min(5),
        numbers: { ...coded.numbers, places: 0 },
      },
    ],
    [
      "told of others at this moment, and its next change known",
      within({ announcedAt: min(6), changes: { revision: 0, unnoticed: [], card: "", dueAt: min(11) } }),
      {
        verdict: "joined",
        ...STOPS,
        reason: "It joined K7QM, which told of others at 2026-11-21T09:06:00.000Z.",
        at: min(6),
        until: min(11),
        ...coded,
      },
    ],
    [
      "told of others, nothing more due",
      within({ announcedAt: min(5.5), state: { name: "ending" } }),
      {
        verdict: "joined",
        ...STOPS,
        reason: "It joined K7QM, which told of others at 2026-11-21T09:05:30.000Z.",
        at: min(5.5),
        ...coded,
      },
    ],
    [
      "about to end",
      within({ state: { name: "ending" }, owed: opening }),
      {
        verdict: "end",
        ...STOPS,
        reason: "K7QM ends before anything of it was said.",
        at: min(5),
        ...coded,
      },
    ],
    [
      "on its way",
      within({ owed: opening }),
      { verdict: "open", ...STOPS, reason: "The message of K7QM is on its way.", at: min(5), ...coded },
    ],
    [
      "waiting, an ending owed",
      within({ owed: { ...opening, purpose: "ending" } }),
      { ...wait, until: min(5.5) },
    ],
    [
      "waiting until it is announced",
      within({ announcedAt: min(7), dueAt: min(8) }),
      { ...wait, until: min(7) },
    ],
    ["waiting until it is due", within({ dueAt: min(8) }), { ...wait, until: min(8) }],
    ["waiting for so long since it was noticed", within(), { ...wait, until: min(5.5) }],
    ["waiting as one that flaps", within({}, { as: { incidents: past } }), { ...wait, until: min(4.5) }],
    ["waiting, named by nobody", within({}, { as: { incidents: {} } }), wait],
  ]);
});
