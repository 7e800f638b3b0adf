/** An incident that grew says so to those who were told of it, and each single thing that is wrong about that is named. */
import { describe, expect, it } from "vitest";

import { compare } from "../../../../dev/chaos/compare/compare.ts";
import type { Facts } from "../../../../dev/chaos/compare/facts.ts";
import type { SeenIncident } from "../../../../dev/chaos/seen/read-app.ts";
import { differencesOf, rightFacts } from "./right-facts.ts";
import { incident } from "./sabotage.ts";
import type { Sabotage } from "./sabotage.ts";
import { T0, messagesOf } from "./seen-facts.ts";

const update = {
  purpose: "update",
  target: "workflow:s02-team",
  channel: "teams-workflow",
  state: "sent",
  attempts: 1,
};
const grown = { subject: "s02-ctl", code: "AB12", count: 2, names: ["m1", "s02-ctl"], since: T0 + 30_000 };
const [card, sms] = messagesOf([{ ...grown, word: "OFFLINE UPDATE", at: T0 + 42_000 }]);

const delivered = (change: Partial<typeof update>, times = 1): Sabotage =>
  incident("AB12", ({ deliveries }) => ({
    deliveries: [
      ...deliveries,
      ...Array.from({ length: times }, () => ({ ...update, ...change })),
    ] satisfies SeenIncident["deliveries"],
  }));
/** Behind so many of the run's messages. */
const got =
  (place: number, times = 1): Sabotage =>
  (facts) => ({
    ...facts,
    messages: facts.messages.toSpliced(place, 0, ...Array.from({ length: times }, () => card ?? []).flat()),
  });
const both =
  (one: Sabotage, two: Sabotage): Sabotage =>
  (facts: Facts) =>
    two(one(facts));

it("finds nothing where an update came between opening and ending, or was dropped at the end", () => {
  expect(differencesOf(both(delivered({}), got(2))(rightFacts))).toEqual([]);
  expect(differencesOf(delivered({ state: "failed" })(rightFacts))).toEqual([]);
});

describe("an update", () => {
  it.each<readonly [string, Sabotage, string]>([
    ["that is lost", delivered({}), "about AB12 of s02-ctl: got 0 of 1 updates"],
    ["that nobody decided on", got(2), "about AB12 of s02-ctl: got 1 updates, of 0 tries"],
    ["before the opening", both(delivered({}), got(0)), "got an update before the opening"],
    ["after the ending", both(delivered({}), got(4)), "got an update before the opening or after the ending"],
    ["that was given up", delivered({ state: "dead" }), "the update to workflow:s02-team is dead"],
    [
      "by SMS",
      delivered({ target: "sms:+15*******02", channel: "sms" }),
      "sms:+15*******02 was to be told that it grew",
    ],
    [
      "more often than there are members",
      both(delivered({}, 3), got(2, 3)),
      "3 updates to workflow:s02-team tell of 2 members",
    ],
    ["that came twice", both(delivered({ attempts: 2 }), got(2, 2)), "1 cards came once more, at most 0 may"],
  ])("%s", (_, sabotage, words) => {
    expect(differencesOf(sabotage(rightFacts)).join("\n")).toContain(words);
  });

  it("that is lost is counted, and one by SMS is nobody's", () => {
    expect(compare(delivered({})(rightFacts)).lost).toBe(1);
    const messages = [...rightFacts.messages, ...(sms === undefined ? [] : [sms])];
    expect(differencesOf({ ...rightFacts, messages }).join("\n")).toContain("got 1 updates, of 0 tries");
  });
});
