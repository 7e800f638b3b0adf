/** The SMS of each word, and what gives way when it would be too long. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { segmentsOf } from "../../../../functions/adapters/twilio/gsm7.ts";
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

describe("smsText", () => {
  test.each([offline, recovered, closed])("$word: the notice's own words, one segment, no link", (notice) => {
    expect(smsText(notice)).toBe(noticeText(notice));
    expect(segmentsOf(smsText(notice))).toBe(1);
    expect(smsText(notice)).not.toContain("://");
  });

  test("a subject outside the alphabet is written inside it", () => {
    expect(smsText({ ...offline, subject: "Łódź–漢" })).toMatch(/^OFFLINE Lodz-\? since /);
  });

  test("a subject that is too long gives way in its middle, and no more than it must", () => {
    for (const length of [108, 109]) {
      const subject = `Riverside-${"x".repeat(length)}-router-1`;
      const text = smsText({ ...recovered, subject });
      expect(text).toMatch(/^RECOVERED Riverside-x+\.\.x+-router-1 after 20 s.* K7QM$/);
      expect(text).toHaveLength(160);
    }
  });

  test("a long subject that fits stays whole", () => {
    const subject = "Riverside-building-7-floor-2-router-1";
    expect(smsText({ ...recovered, subject })).toBe(noticeText({ ...recovered, subject }));
  });

  test("characters that count twice are counted twice", () => {
    const text = smsText({ ...offline, subject: "[".repeat(128) });
    expect(segmentsOf(text)).toBe(1);
    expect(text).toMatch(/^OFFLINE \[{12,}\.\.\[+ since .* K7QM$/);
  });

  test("for any name of 128 characters: one segment, with word, count and code", () => {
    const subject = fc.string({ unit: "binary", minLength: 1, maxLength: 128 });
    fc.assert(
      fc.property(subject, fc.constantFrom(offline, recovered, closed), (name, notice) => {
        const text = smsText({ ...notice, subject: name, count: 100_000 });
        expect(segmentsOf(text)).toBe(1);
        expect(text.startsWith(notice.word)).toBe(true);
        expect(text).toContain("100000 identities");
        expect(text.endsWith(" K7QM")).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
