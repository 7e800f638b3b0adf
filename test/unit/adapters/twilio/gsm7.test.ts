/** The SMS alphabet: what stays, what is rewritten, and what a text costs. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { segmentsOf, septetsOf, toGsm7 } from "../../../../functions/adapters/twilio/gsm7.ts";
import { segmentsOf as countedByProvider } from "../../../../dev/outbox/twilio/segments.ts";

describe("toGsm7", () => {
  test.each([
    {
      text: "Älvö gård è ñ ß €5 [a_b] {c}~^|\\",
      written: "Älvö gård è ñ ß €5 [a_b] {c}~^|\\",
      why: "in the alphabet",
    },
    { text: "Ha\u0308vre", written: "Hävre", why: "composed first" },
    { text: "Côte Fête Łódź ŕ çà", written: "Cote Fete Lodz r cà", why: "accents fall away" },
    { text: "þing œuvre Đ ı ẞ", written: "thing oeuvre D i SS", why: "letters that do not decompose" },
    { text: "‘a’ “b” – — …", written: "'a' \"b\" - - ...", why: "a word processor's punctuation" },
    { text: "ﬁne ①２", written: "fine 12", why: "compatibility forms" },
    { text: "漢字 😀 Ж", written: "?? ? ?", why: "no likeness" },
    { text: "a\r\nb\tc\u00A0d\u2028e", written: "a  b c d e", why: "one line" },
    { text: "a\u202Eb\u200Bc\uD83D", written: "abc?", why: "nothing hidden, no half characters" },
  ])("$text: $why", ({ text, written }) => {
    expect(toGsm7(text)).toBe(written);
  });

  test("of anything: the provider counts it as GSM-7, and as we do; a second time changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const written = toGsm7(text);
        const counted = countedByProvider(written);
        expect(counted.encoding).toBe("GSM-7");
        expect(septetsOf(written)).toBe(counted.units);
        expect(segmentsOf(written)).toBe(counted.segments);
        expect(toGsm7(written)).toBe(written);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("segmentsOf", () => {
  test.each([
    { text: "a".repeat(160), septets: 160, segments: 1 },
    { text: "a".repeat(161), septets: 161, segments: 2 },
    { text: "a".repeat(306), septets: 306, segments: 2 },
    { text: "a".repeat(307), septets: 307, segments: 3 },
    { text: "[".repeat(80), septets: 160, segments: 1 },
    { text: "[".repeat(81), septets: 162, segments: 2 },
    // The escape would stand on one side of the cut and its character on the other: both move, and a third part is needed.
    { text: `${"a".repeat(152)}€${"b".repeat(152)}`, septets: 306, segments: 3 },
    { text: "", septets: 0, segments: 1 },
  ])("$septets septets are $segments segments", ({ text, septets, segments }) => {
    expect(septetsOf(text)).toBe(septets);
    expect(segmentsOf(text)).toBe(segments);
  });
});
