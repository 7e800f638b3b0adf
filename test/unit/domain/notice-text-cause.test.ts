/** The words of a notice with what failed and what is in front of it: every word, every cause, with a gateway and without. */
import { describe, expect, it } from "vitest";

import { noticeText } from "../../../functions/domain/notice-text.ts";
import type { Cause, Notice, Word } from "../../../functions/domain/notice.ts";

const SINCE = Date.parse("2026-11-21T13:02:10.000Z");
const MINUTE_MS = 60_000;

const offline: Notice = {
  word: "OFFLINE",
  code: "K7QM",
  incidentId: "i1",
  hub: "contoso-hub",
  subject: "gw-oslo",
  count: 452,
  names: ["cam-1", "cam-2", "cam-3", "cam-4", "cam-5"],
  at: SINCE + 30 * MINUTE_MS,
  since: SINCE,
  zone: "Europe/Oslo",
};
const flapping: Notice = { ...offline, word: "FLAPPING", drops: 12, downSince: SINCE + 29 * MINUTE_MS };
const undelivered: Notice = {
  ...offline,
  word: "UNDELIVERED",
  missed: { word: "OFFLINE", to: "oncall (SMS)" },
};
const notices: Readonly<Record<Word, Notice>> = {
  OFFLINE: offline,
  "OFFLINE UPDATE": { ...offline, word: "OFFLINE UPDATE" },
  RECOVERED: { ...offline, word: "RECOVERED", until: SINCE + 10 * MINUTE_MS },
  CLOSED: { ...offline, word: "CLOSED", reason: "deleted" },
  FLAPPING: flapping,
  STABLE: { ...offline, word: "STABLE", drops: 12, until: SINCE + 60 * MINUTE_MS },
  UNDELIVERED: undelivered,
  DRILL: { ...offline, word: "DRILL", count: 1, names: [] },
};

type Row = [Word, Cause | undefined, string];
const rows: readonly Row[] = [
  ["OFFLINE UPDATE", undefined, "OFFLINE UPDATE gw-oslo since 14:02. 452 identities affected. K7QM"],
  [
    "OFFLINE UPDATE",
    "edgeHub",
    "OFFLINE UPDATE gw-oslo since 14:02. edgeHub failed, no data gets through. 452 identities affected. K7QM",
  ],
  ["OFFLINE", undefined, "OFFLINE gw-oslo since 14:02. 452 identities affected. K7QM"],
  [
    "OFFLINE",
    "site",
    "OFFLINE gw-oslo since 14:02. Site power or uplink failed. 452 identities affected. K7QM",
  ],
  [
    "OFFLINE",
    "edgeHub",
    "OFFLINE gw-oslo since 14:02. edgeHub failed, no data gets through. 452 identities affected. K7QM",
  ],
  [
    "OFFLINE",
    "edgeAgent",
    "OFFLINE gw-oslo since 14:02. edgeAgent failed, data still flows. 452 identities affected. K7QM",
  ],
  ["RECOVERED", undefined, "RECOVERED gw-oslo after 10 min, out since 14:02. 452 identities back. K7QM"],
  [
    "RECOVERED",
    "site",
    "RECOVERED gw-oslo after 10 min, out since 14:02. Site power or uplink had failed. 452 identities back. K7QM",
  ],
  [
    "RECOVERED",
    "edgeHub",
    "RECOVERED gw-oslo after 10 min, out since 14:02. edgeHub had failed. 452 identities back. K7QM",
  ],
  [
    "RECOVERED",
    "edgeAgent",
    "RECOVERED gw-oslo after 10 min, out since 14:02. edgeAgent had failed. 452 identities back. K7QM",
  ],
  ["CLOSED", undefined, "CLOSED gw-oslo: deleted, out since 14:02. 452 identities affected. K7QM"],
  [
    "CLOSED",
    "site",
    "CLOSED gw-oslo: deleted, out since 14:02. Site power or uplink had failed. 452 identities affected. K7QM",
  ],
  [
    "CLOSED",
    "edgeHub",
    "CLOSED gw-oslo: deleted, out since 14:02. edgeHub had failed. 452 identities affected. K7QM",
  ],
  [
    "CLOSED",
    "edgeAgent",
    "CLOSED gw-oslo: deleted, out since 14:02. edgeAgent had failed. 452 identities affected. K7QM",
  ],
  [
    "FLAPPING",
    undefined,
    "FLAPPING gw-oslo: 12 drops since 14:02, out since 14:31. 452 identities affected. K7QM",
  ],
  [
    "FLAPPING",
    "site",
    "FLAPPING gw-oslo: 12 drops since 14:02, out since 14:31. Site power or uplink keeps failing. 452 identities affected. K7QM",
  ],
  [
    "FLAPPING",
    "edgeHub",
    "FLAPPING gw-oslo: 12 drops since 14:02, out since 14:31. edgeHub keeps failing, no data gets through. 452 identities affected. K7QM",
  ],
  [
    "FLAPPING",
    "edgeAgent",
    "FLAPPING gw-oslo: 12 drops since 14:02, out since 14:31. edgeAgent keeps failing, data still flows. 452 identities affected. K7QM",
  ],
  ["STABLE", undefined, "STABLE gw-oslo after 12 drops since 14:02. 452 identities stable. K7QM"],
  [
    "STABLE",
    "site",
    "STABLE gw-oslo after 12 drops since 14:02. Site power or uplink had kept failing. 452 identities stable. K7QM",
  ],
  [
    "STABLE",
    "edgeHub",
    "STABLE gw-oslo after 12 drops since 14:02. edgeHub had kept failing. 452 identities stable. K7QM",
  ],
  [
    "STABLE",
    "edgeAgent",
    "STABLE gw-oslo after 12 drops since 14:02. edgeAgent had kept failing. 452 identities stable. K7QM",
  ],
  [
    "UNDELIVERED",
    undefined,
    "UNDELIVERED gw-oslo: OFFLINE did not reach oncall (SMS), out since 14:02. 452 identities affected. K7QM",
  ],
  [
    "UNDELIVERED",
    "site",
    "UNDELIVERED gw-oslo: OFFLINE did not reach oncall (SMS), out since 14:02. Site power or uplink failed. 452 identities affected. K7QM",
  ],
  [
    "UNDELIVERED",
    "edgeHub",
    "UNDELIVERED gw-oslo: OFFLINE did not reach oncall (SMS), out since 14:02. edgeHub failed, no data gets through. 452 identities affected. K7QM",
  ],
  [
    "UNDELIVERED",
    "edgeAgent",
    "UNDELIVERED gw-oslo: OFFLINE did not reach oncall (SMS), out since 14:02. edgeAgent failed, data still flows. 452 identities affected. K7QM",
  ],
];

describe("what failed", () => {
  it.each(rows)("%s, %s", (word, cause, text) => {
    expect(noticeText({ ...notices[word], cause })).toBe(text);
  });

  it.each(rows)("%s, %s, behind a gateway", (word, cause, text) => {
    const behind = text.replace(" gw-oslo", " gw-oslo behind gw-east");
    expect(noticeText({ ...notices[word], cause, via: "gw-east" })).toBe(behind);
  });

  it("and is connected now does not say what does not get through", () => {
    const { downSince: _, ...connected } = flapping;
    expect(noticeText({ ...connected, cause: "edgeHub" })).toBe(
      "FLAPPING gw-oslo: 12 drops since 14:02, connected now. edgeHub keeps failing. 452 identities affected. K7QM",
    );
  });

  it("and was deleted while it flapped had kept failing", () => {
    expect(noticeText({ ...notices.CLOSED, drops: 4, cause: "edgeAgent" })).toContain(
      ", flapping since 14:02. edgeAgent had kept failing. ",
    );
  });

  it("is of the past where the message that was missed is an ending", () => {
    const missed = { word: "RECOVERED", to: "ops" } as const;
    expect(noticeText({ ...undelivered, missed, cause: "edgeHub" })).toContain(". edgeHub had failed. ");
    expect(noticeText({ ...undelivered, missed: undefined, cause: "edgeHub" })).toContain(
      ". edgeHub failed, ",
    );
  });

  it("has no place in a drill, nor has a gateway", () => {
    expect(noticeText({ ...notices.DRILL, cause: "site", via: "gw-east" })).toBe(
      "DRILL gw-oslo: only a test, nothing is offline. K7QM",
    );
  });
});

describe("why it is over", () => {
  it.each<[Notice["reason"], string]>([
    ["deleted", "deleted"],
    ["disabled", "disabled"],
    ["gateway", "a gateway, its modules speak for it"],
    [undefined, "over"],
  ])("%s", (reason, phrase) => {
    expect(noticeText({ ...notices.CLOSED, reason })).toMatch(`CLOSED gw-oslo: ${phrase}, out since 14:02. `);
  });
});

describe("names, where they are asked for", () => {
  it.each<[Word, string]>([
    ["OFFLINE", ". 452 identities affected: cam-1, cam-2 and 450 more. K7QM"],
    ["RECOVERED", ". 452 identities back: cam-1, cam-2 and 450 more. K7QM"],
    ["STABLE", ". 452 identities stable: cam-1, cam-2 and 450 more. K7QM"],
    ["DRILL", " DRILL gw-oslo: only a test, nothing is offline. K7QM"],
  ])("%s", (word, end) => {
    expect(` ${noticeText(notices[word], ["cam-1", "cam-2"])}`.endsWith(end)).toBe(true);
  });
});
