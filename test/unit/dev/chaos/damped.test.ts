/** The comparison finds nothing where who flaps was told of as it should be, and each single thing that was not. */
import { describe, expect, it } from "vitest";

import type { Facts } from "../../../../dev/chaos/compare/facts.ts";
import type { SeenIncident } from "../../../../dev/chaos/seen/read-app.ts";
import { blinking, failing, flappingFacts } from "./flapping-facts.ts";
import { differencesOf, keys } from "./right-facts.ts";
import { again, history, identity, incident, messages, said, without } from "./sabotage.ts";
import type { Sabotage } from "./sabotage.ts";
import { T0, telling } from "./seen-facts.ts";

/** An incident more, of the pump that was out once from 112 to 122: nobody should have been told. */
const alsoOut =
  (announcedAt: number, change: Partial<SeenIncident> = {}): Sabotage =>
  (facts) => {
    const flapping = facts.app.incidents.find(({ code }) => code === "GH78");
    if (flapping === undefined) return facts;
    const from = T0 + 112_000;
    const outage: SeenIncident = {
      ...flapping,
      id: "s02-pump3!9",
      kind: "outage",
      code: "QQ11",
      ...telling(announcedAt, ["opening", "ending"]),
      since: from,
      endedAt: T0 + 122_000,
      members: flapping.members.map((one) => ({ ...one, from, to: T0 + 122_000 })),
      ...change,
    };
    return { ...facts, app: { ...facts.app, incidents: [...facts.app.incidents, outage] } };
  };

const member = (code: string, change: Partial<SeenIncident["members"][number]>): Sabotage =>
  incident(code, ({ members }) => ({ members: members.map((one) => ({ ...one, ...change })) }));

/** More of the same incident, one after the other. */
const often =
  (code: string, times: number): Sabotage =>
  (facts) => ({
    ...facts,
    app: {
      ...facts.app,
      incidents: [
        ...facts.app.incidents,
        ...facts.app.incidents
          .filter((one) => one.code === code)
          .flatMap((one) => Array.from({ length: times }, () => one)),
      ],
    },
  });

it("finds nothing where all is right", () => {
  expect(differencesOf(flappingFacts)).toEqual([]);
});

describe("an incident of who flaps", () => {
  it.each<readonly [string, Sabotage, string]>([
    [
      "of somebody who never dropped often enough",
      member("EF56", { key: keys.pump2 }),
      "is said to flap and never dropped often enough",
    ],
    [
      "that began with no drop",
      member("EF56", { from: T0 + 102_000 }),
      "is said to flap from 09:01:42.000, when it did not drop",
    ],
    [
      "of somebody who was stable earlier than it says",
      member("EF56", { to: T0 + 136_600 }),
      "is said to be stable at 09:02:16.600, in truth 09:02:16.459",
    ],
    [
      "that ended while its member flapped",
      (facts) =>
        incident("GH78", () => ({ resolvedAt: T0 + 135_000 }))(member("GH78", { to: T0 + 130_000 })(facts)),
      "s02-pump3 is said to be stable at 09:02:10.000, and flapped",
    ],
    [
      "that ended before its member was stable",
      incident("GH78", () => ({ resolvedAt: T0 + 135_000 })),
      "it was over before s02-pump3 was back at 09:02:19.700",
    ],
    ["that never ended", incident("EF56", () => ({ state: "open" })), "incident EF56 is open and nobody"],
    [
      "announced before its wait",
      incident("EF56", () => telling(T0 + 100_500, ["opening", "ending"])),
      "it was announced at 09:01:40.500, before",
    ],
    [
      "that ended without a member's being stable",
      member("EF56", { to: null }),
      "it is over while s02-pump4 is not back",
    ],
    [
      "that lacks its ending",
      incident("EF56", () => telling(T0 + 113_300, ["opening"])),
      "its deliveries are",
    ],
    [
      "that came again and again",
      often("EF56", 2),
      "s02-pump4 is in 3 announced flapping incidents, at most 2 may be",
    ],
    [
      "that was announced while the one before was not over",
      often("EF56", 1),
      "s02-pump4: incident EF56 was announced while EF56 was not over",
    ],
  ])("%s", (_, sabotage, words) => {
    expect(differencesOf(sabotage(flappingFacts)).join("\n")).toContain(words);
  });
});

describe("an outage of who flaps", () => {
  it.each<readonly [string, Sabotage, string]>([
    [
      "that was told though it did not last",
      alsoOut(T0 + 125_000),
      "incident QQ11 of s02-pump3: it was announced for who flaps",
    ],
    [
      "that was over before its member was stable",
      alsoOut(T0 + 118_200, { resolvedAt: T0 + 132_000 }),
      "incident QQ11 of s02-pump3: it is over while s02-pump3 flaps",
    ],
    [
      "that was told twice",
      (facts) => often("QQ11", 1)(alsoOut(T0 + 118_200)(facts)),
      "s02-pump3 is in 2 announced outage incidents, at most 1 may be",
    ],
  ])("%s", (_, sabotage, words) => {
    expect(differencesOf(sabotage(flappingFacts)).join("\n")).toContain(words);
  });

  it("may be told once it has lasted", () => {
    const longer = history(failing.key, (seen) =>
      seen.map((one) => (one.at === T0 + 122_000 ? { ...one, at: T0 + 150_000 } : one)),
    )(flappingFacts);
    const words = differencesOf(alsoOut(T0 + 127_500)(longer)).join("\n");
    expect(words).not.toContain("it was announced for who flaps");
  });
});

describe("a message about who flaps", () => {
  /** Behind the six of the run without them: FLAPPING and STABLE of the one, by card and by SMS, then of the other. */
  const first = 6;
  it.each<readonly [string, Sabotage, string]>([
    ["that is lost: the opening", without(first), "got STABLE, not FLAPPING, STABLE"],
    ["that is lost: the ending", without(first + 3), "got FLAPPING, not FLAPPING, STABLE"],
    ["that came twice by SMS", again(first + 1), "1 SMS came once more"],
    [
      "with the word of another kind",
      said(first, '"word":"FLAPPING"', '"word":"OFFLINE"'),
      "got OFFLINE, STABLE, not FLAPPING, STABLE",
    ],
    [
      "with drops that cannot be",
      said(first, '"drops":4', '"drops":5'),
      "it can have dropped 4 times at most",
    ],
    ["of a single drop", said(first, '"drops":4', '"drops":1'), "it can have dropped 4 times at most"],
    [
      "with another number of drops in the end",
      said(first + 2, '"drops":4', '"drops":3'),
      "it dropped 4 times",
    ],
    ["of another minute", said(first, "09:01", "09:00"), "none of its members went out at 09:00"],
    ["with another count", said(first + 2, '"count":1', '"count":2'), "it counts 2, the incident 1"],
    [
      "of another device",
      said(first, '"subject":"s02-pump4"', '"subject":"s02-pump3"'),
      "it is about another device",
    ],
    [
      "that says that it is behind something",
      said(first, '"subject"', '"via":"s02-gw","subject"'),
      "it is about another device",
    ],
    [
      "in words that nobody knows",
      messages((seen) => seen.map((one) => ({ ...one, claim: undefined }))),
      "no incident",
    ],
  ])("%s", (_, sabotage, words) => {
    expect(differencesOf(sabotage(flappingFacts)).join("\n")).toContain(words);
  });
});

describe("who is out in the end", () => {
  it("keeps its flapping incident open, and is in one of its own besides", () => {
    const stays = member("EF56", { to: null });
    const open = incident("EF56", () => ({ state: "open" }))(stays(flappingFacts));
    expect(differencesOf(open).join("\n")).toContain("incident EF56 is open and nobody of it is out");
    const story = open.truth.stories.get(blinking.key);
    if (story === undefined) throw new Error("it has a story");
    const stories = new Map([...open.truth.stories, [blinking.key, { ...story, state: "offline" as const }]]);
    const out: Facts = { ...open, truth: { ...open.truth, stories } };
    const words = differencesOf(identity(blinking.key, { state: "offline" })(out)).join("\n");
    expect(words).not.toContain("incident EF56 is open");
    expect(words).toContain("s02-pump4 has 0 open incidents and should have 1");
  });
});

/** As many as make a check of most of them. */
it("misses those of whom nobody was told though they flapped for a good while", () => {
  const silent = (facts: Facts): Facts => ({
    ...facts,
    truth: {
      ...facts.truth,
      members: Array.from({ length: 4 }, () => facts.truth.members).flat(),
    },
    app: { ...facts.app, incidents: facts.app.incidents.filter(({ kind }) => kind === "outage") },
  });
  const words = "of 8 that surely flapped for a good while 0 were told of";
  expect(differencesOf(silent(flappingFacts))).toContain(words);
});
