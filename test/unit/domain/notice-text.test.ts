import { describe, expect, it } from "vitest";

import { noticeText } from "../../../functions/domain/notice-text.ts";
import type { Notice } from "../../../functions/domain/notice.ts";

const SINCE = Date.parse("2026-11-21T13:02:10.000Z");

const offline: Notice = {
  word: "OFFLINE",
  code: "K7QM",
  incidentId: "i1",
  hub: "contoso-hub",
  subject: "rpihat2",
  count: 3,
  names: ["rpihat2/$edgeAgent", "rpihat2/$edgeHub", "rpihat2/SimulatedTemperatureSensor"],
  at: SINCE,
  since: SINCE,
  zone: "Europe/Oslo",
};
const recovered: Notice = { ...offline, word: "RECOVERED", until: SINCE + 20_000 };
const closed: Notice = { ...offline, word: "CLOSED", reason: "deleted" };

describe("the words of a notice", () => {
  it.each<[string, Notice, string]>([
    ["an opening", offline, "OFFLINE rpihat2 since 14:02. 3 identities affected. K7QM"],
    [
      "learnt on another day",
      { ...offline, at: Date.parse("2026-11-21T23:30:00Z") },
      "OFFLINE rpihat2 since 21 Nov 14:02. 3 identities affected. K7QM",
    ],
    ["of one", { ...offline, count: 1 }, "OFFLINE rpihat2 since 14:02. 1 identity affected. K7QM"],
    [
      "in another zone",
      { ...offline, zone: "UTC" },
      "OFFLINE rpihat2 since 13:02. 3 identities affected. K7QM",
    ],
    ["a recovery", recovered, "RECOVERED rpihat2 after 20 s, out since 14:02. 3 identities back. K7QM"],
    [
      "of one",
      { ...recovered, count: 1 },
      "RECOVERED rpihat2 after 20 s, out since 14:02. 1 identity back. K7QM",
    ],
    [
      "a recovery on the next day",
      { ...recovered, at: Date.parse("2026-11-21T23:30:00Z"), until: Date.parse("2026-11-21T23:30:00Z") },
      "RECOVERED rpihat2 after 10 h 27 min, out since 21 Nov 14:02. 3 identities back. K7QM",
    ],
    [
      "a recovery on the same day where it is read",
      {
        ...recovered,
        at: Date.parse("2026-11-21T23:30:00Z"),
        until: Date.parse("2026-11-21T23:30:00Z"),
        zone: "UTC",
      },
      "RECOVERED rpihat2 after 10 h 27 min, out since 13:02. 3 identities back. K7QM",
    ],
    [
      "a recovery a year later",
      { ...recovered, at: Date.parse("2027-11-21T13:02:10Z"), until: Date.parse("2027-11-21T13:02:10Z") },
      "RECOVERED rpihat2 after 365 d, out since 21 Nov 14:02. 3 identities back. K7QM",
    ],
    [
      "a message that was missed",
      { ...offline, word: "UNDELIVERED", missed: { word: "RECOVERED", to: "oncall (SMS)" } },
      "UNDELIVERED rpihat2: RECOVERED did not reach oncall (SMS), out since 14:02. 3 identities affected. K7QM",
    ],
    [
      "a message of which nothing is known any more",
      { ...offline, word: "UNDELIVERED" },
      "UNDELIVERED rpihat2: a message was lost, out since 14:02. 3 identities affected. K7QM",
    ],
    [
      "flapping, and connected",
      { ...offline, word: "FLAPPING", drops: 12 },
      "FLAPPING rpihat2: 12 drops since 14:02, connected now. 3 identities affected. K7QM",
    ],
    [
      "flapping, and out",
      {
        ...offline,
        word: "FLAPPING",
        drops: 1,
        count: 1,
        downSince: SINCE + 29 * 60_000,
        at: SINCE + 30 * 60_000,
      },
      "FLAPPING rpihat2: 1 drop since 14:02, out since 14:31. 1 identity affected. K7QM",
    ],
    [
      "flapping since yesterday, and out since today",
      {
        ...offline,
        word: "FLAPPING",
        drops: 40,
        downSince: Date.parse("2026-11-21T23:10:00Z"),
        at: Date.parse("2026-11-21T23:30:00Z"),
      },
      "FLAPPING rpihat2: 40 drops since 21 Nov 14:02, out since 00:10. 3 identities affected. K7QM",
    ],
    [
      "stable",
      { ...offline, word: "STABLE", drops: 120, until: SINCE + 60_000 },
      "STABLE rpihat2 after 120 drops since 14:02. 3 identities stable. K7QM",
    ],
    [
      "a drill",
      { ...offline, word: "DRILL", subject: "Linewatch" },
      "DRILL Linewatch: only a test, nothing is offline. K7QM",
    ],
    ["a closing", closed, "CLOSED rpihat2: deleted, out since 14:02. 3 identities affected. K7QM"],
    [
      "without a reason",
      { ...closed, reason: undefined },
      "CLOSED rpihat2: over, out since 14:02. 3 identities affected. K7QM",
    ],
    [
      "a recovery of unknown length",
      { ...recovered, until: undefined },
      "RECOVERED rpihat2, out since 14:02. 3 identities back. K7QM",
    ],
  ])("%s", (_, notice, text) => {
    expect(noticeText(notice)).toBe(text);
  });

  it("leaves the subject as it is: escaping is the channel's", () => {
    expect(noticeText({ ...offline, subject: "*a_b*" })).toMatch(/^OFFLINE \*a_b\* since /);
  });
});
