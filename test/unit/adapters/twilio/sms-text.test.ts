/** The SMS of each word, and what gives way when it would be too long. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { segmentsOf, toGsm7 } from "../../../../functions/adapters/twilio/gsm7.ts";
import { smsText } from "../../../../functions/adapters/twilio/sms-text.ts";
import { noticeText } from "../../../../functions/domain/notice-text.ts";
import type { Notice } from "../../../../functions/domain/notice.ts";

const offline: Notice = {
  word: "OFFLINE",
  code: "K7QM",
  incidentId: "contoso-hub!rpihat2!1",
  hub: "contoso-hub",
  subject: "rpihat2",
  count: 3,
  names: ["rpihat2/$edgeAgent"],
  at: Date.parse("2026-11-21T13:02:10Z"),
  since: Date.parse("2026-11-21T13:02:10Z"),
  zone: "Europe/Oslo",
};
const recovered: Notice = { ...offline, word: "RECOVERED", until: offline.since + 20_000 };
const closed: Notice = { ...offline, word: "CLOSED", reason: "deleted" };

/** The notice's own words, with its names. */
const named = (notice: Notice): string => noticeText(notice, notice.names);

describe("smsText", () => {
  test.each([offline, recovered, closed])(
    "$word: the notice's own words and names, one segment, no link",
    (notice) => {
      expect(smsText(notice)).toBe(named(notice));
      expect(segmentsOf(smsText(notice))).toBe(1);
      expect(smsText(notice)).not.toContain("://");
    },
  );

  test("a name that is the subject over again is not said", () => {
    expect(smsText({ ...offline, count: 1, names: ["rpihat2"] })).toBe(
      "OFFLINE rpihat2 since 14:02. 1 identity affected. K7QM",
    );
  });

  test("a subject outside the alphabet is written inside it, and so are gateway and names", () => {
    const odd = { subject: "Łódź–漢", via: "gw–Łódź", names: ["kamera–ł"], count: 1 };
    expect(smsText({ ...offline, ...odd })).toBe(
      "OFFLINE Lodz-? behind gw-Lodz since 14:02. 1 identity affected: kamera-l. K7QM",
    );
  });

  test("a subject that is too long gives way in its middle, and no more than it must", () => {
    for (const length of [108, 109]) {
      const subject = `Riverside-${"x".repeat(length)}-router-1`;
      const text = smsText({ ...recovered, subject });
      expect(text).toMatch(/^RECOVERED Riverside-x+\.\.x+-router-1 after 20 s.* 3 identities back\. K7QM$/);
      expect(text).toHaveLength(160);
    }
  });

  test("a long subject that fits stays whole", () => {
    const subject = "Riverside-building-7-floor-2-router-1";
    expect(smsText({ ...recovered, subject })).toBe(named({ ...recovered, subject }));
  });

  test("characters that count twice are counted twice", () => {
    const text = smsText({ ...offline, subject: "[".repeat(128) });
    expect(segmentsOf(text)).toBe(1);
    expect(text).toMatch(/^OFFLINE \[{12,}\.\.\[+ since .* K7QM$/);
  });
});

describe("what gives way", () => {
  const gateway: Notice = {
    ...offline,
    subject: "gw-oslo",
    count: 452,
    names: ["cam-001", "cam-002", "cam-003", "cam-004", "cam-005"],
    cause: "edgeHub",
  };

  test("names, from the last, and only as many as must", () => {
    const flapping: Notice = { ...gateway, word: "FLAPPING", drops: 12 };
    expect(smsText(gateway)).toBe(named(gateway));
    expect(smsText({ ...flapping, cause: "site" })).toBe(
      "FLAPPING gw-oslo: 12 drops since 14:02, connected now. Site power or uplink keeps failing. 452 identities affected: cam-001, cam-002, cam-003 and 449 more. K7QM",
    );
  });

  test("all of them, before a letter of an id does", () => {
    const ids = { subject: "camera-in-hall-7-above-the-gate", via: "gateway-of-hall-7-in-oslo" };
    expect(smsText({ ...gateway, ...ids })).toBe(noticeText({ ...gateway, ...ids }));
  });

  test("then both ids in their middles, a short one not at all", () => {
    const subject = `cam-${"x".repeat(120)}-17`;
    const via = `gw-${"y".repeat(120)}-oslo`;
    expect(smsText({ ...gateway, subject, via })).toMatch(
      /^OFFLINE cam-x+\.\.x+-17 behind gw-y+\.\.y+-oslo since 14:02\. edgeHub failed, no data gets through\. 452 identities affected\. K7QM$/,
    );
    expect(smsText({ ...gateway, subject, via: "gw-oslo" })).toMatch(
      /^OFFLINE cam-x+\.\.x+-17 behind gw-oslo since 14:02\. edgeHub /,
    );
  });

  test("then the cause, where ids of 12 characters are still too long", () => {
    const worst: Notice = {
      ...gateway,
      word: "FLAPPING",
      cause: "site",
      subject: "s".repeat(128),
      via: "v".repeat(128),
      count: 100_000,
      drops: 12_345,
      downSince: offline.since,
      at: offline.since + 86_400_000,
    };
    expect(smsText(worst)).toMatch(
      /^FLAPPING s+\.\.s+ behind v+\.\.v+: 12345 drops since 21 Nov 14:02, out since 21 Nov 14:02\. 100000 identities affected\. K7QM$/,
    );
  });

  test("and of short ids the cause alone", () => {
    const day = 86_400_000;
    const longStory = {
      word: "FLAPPING",
      drops: 12_345,
      downSince: offline.since,
      at: offline.since + day,
    } as const;
    expect(
      smsText({
        ...gateway,
        ...longStory,
        subject: "gw-oslo",
        via: "gw-east",
        cause: "edgeAgent",
        count: 100_000,
      }),
    ).toBe(
      "FLAPPING gw-oslo behind gw-east: 12345 drops since 21 Nov 14:02, out since 21 Nov 14:02. 100000 identities affected. K7QM",
    );
  });

  test("nothing, where it would not save a segment", () => {
    const missed = { word: "OFFLINE", to: "r".repeat(160) } as const;
    const lost: Notice = { ...gateway, word: "UNDELIVERED", missed };
    expect(smsText(lost)).toBe(noticeText(lost));
  });
});

describe("of any ids of 128 characters", () => {
  const id = fc.string({ unit: "binary", minLength: 1, maxLength: 128 });
  const flapping: Notice = { ...offline, word: "FLAPPING", drops: 12_345, downSince: offline.since };
  const word = fc.constantFrom<Notice>(
    offline,
    recovered,
    closed,
    { ...closed, reason: "gateway" },
    flapping,
    { ...flapping, word: "STABLE", until: offline.since + 3_600_000 },
    { ...offline, word: "UNDELIVERED", missed: { word: "RECOVERED", to: "oncall (SMS)" } },
  );
  const facts = fc.record({
    subject: id,
    via: fc.option(id, { nil: undefined }),
    cause: fc.constantFrom("site", "edgeHub", "edgeAgent", undefined),
    names: fc.array(id, { maxLength: 5 }),
    at: fc.constantFrom(offline.since, offline.since + 86_400_000),
  });

  test("one segment of the alphabet, the word first, count, since and code, a subject that is one", () => {
    fc.assert(
      fc.property(word, facts, (notice, given) => {
        const text = smsText({ ...notice, ...given, count: 100_000 });
        expect(toGsm7(text)).toBe(text);
        expect(segmentsOf(text)).toBe(1);
        expect(text.startsWith(`${notice.word} `)).toBe(true);
        expect(text).toContain("100000 identities");
        expect(text).toMatch(/since (21 Nov )?14:02/);
        expect(text.endsWith(" K7QM")).toBe(true);
        // The ends of an id are kept, whatever became of its middle.
        const written = toGsm7(given.subject);
        expect(text.slice(notice.word.length + 1).startsWith(written.slice(0, 5))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("the same notice gives the same text, and what is short says its cause", () => {
    const short = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
    const causes = fc.constantFrom("site", "edgeHub", "edgeAgent");
    fc.assert(
      fc.property(word, short, causes, (notice, subject, cause) => {
        const given = { ...notice, subject, cause };
        expect(smsText(given)).toBe(smsText({ ...given }));
        expect(smsText(given)).toContain(cause === "site" ? "Site power or uplink " : `${cause} `);
      }),
    );
  });
});
