import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  durationPhrase,
  isoDuration,
  isoInstant,
  localTime,
  namesPhrase,
} from "../../../functions/domain/phrase.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";

describe("a duration", () => {
  it.each([
    [-5 * SECOND_MS, "0 s", "PT0S"],
    [0, "0 s", "PT0S"],
    [1, "0 s", "PT0.001S"],
    [499, "0 s", "PT0.499S"],
    [500, "1 s", "PT0.5S"],
    [20 * SECOND_MS, "20 s", "PT20S"],
    [19_987, "20 s", "PT19.987S"],
    [59_499, "59 s", "PT59.499S"],
    [59_500, "1 min", "PT59.5S"],
    [MINUTE_MS, "1 min", "PT1M"],
    [90 * SECOND_MS, "1 min 30 s", "PT1M30S"],
    [5 * MINUTE_MS, "5 min", "PT5M"],
    [HOUR_MS - 1, "1 h", "PT59M59.999S"],
    [HOUR_MS, "1 h", "PT1H"],
    [HOUR_MS + 20 * MINUTE_MS, "1 h 20 min", "PT1H20M"],
    [HOUR_MS + 20 * MINUTE_MS + 59 * SECOND_MS, "1 h 20 min", "PT1H20M59S"],
    [HOUR_MS + 59 * SECOND_MS, "1 h", "PT1H59S"],
    [DAY_MS, "1 d", "PT24H"],
    [DAY_MS + 5 * MINUTE_MS, "1 d", "PT24H5M"],
    [3 * DAY_MS + 4 * HOUR_MS, "3 d 4 h", "PT76H"],
    [400 * DAY_MS, "400 d", "PT9600H"],
  ])("of %d ms is %j to people and %j to programs", (durationMs, phrase, iso) => {
    expect(durationPhrase(durationMs)).toBe(phrase);
    expect(isoDuration(durationMs)).toBe(iso);
  });

  it("loses nothing in ISO 8601", () => {
    const partsOf = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/;
    fc.assert(
      fc.property(fc.nat(400 * DAY_MS), (durationMs) => {
        const [, hours = "0", minutes = "0", seconds = "0"] = partsOf.exec(isoDuration(durationMs)) ?? [];
        const wholeMs = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
        expect(wholeMs + Math.round(Number(seconds) * SECOND_MS)).toBe(durationMs);
      }),
    );
  });
});

describe("an instant", () => {
  it("has milliseconds and UTC for programs", () => {
    expect(isoInstant(0)).toBe("1970-01-01T00:00:00.000Z");
    expect(isoInstant(Date.UTC(2026, 10, 21, 9, 0, 0, 5))).toBe("2026-11-21T09:00:00.005Z");
    expect(() => isoInstant(Number.NaN)).toThrow(RangeError);
  });

  it.each([
    ["2026-11-21T13:02:59.999Z", "Europe/Oslo", "21 Nov", "14:02"],
    ["2026-07-01T12:02:00Z", "Europe/Oslo", "1 Jul", "14:02"],
    ["2026-11-21T23:30:00Z", "Europe/Oslo", "22 Nov", "00:30"],
    ["2026-11-21T23:30:00Z", "UTC", "21 Nov", "23:30"],
    ["2026-01-01T02:05:00Z", "America/New_York", "31 Dec", "21:05"],
    ["2026-09-09T18:15:00Z", "Asia/Kolkata", "9 Sep", "23:45"],
  ])("%s in %s is %s, %s", (instant, zone, day, clock) => {
    expect(localTime(Date.parse(instant), zone)).toEqual({ day, clock });
  });

  it("has no place in a zone that is none", () => {
    expect(() => localTime(0, "Europe/Atlantis")).toThrow(RangeError);
  });
});

describe("names", () => {
  it.each<[string, readonly string[], number, string]>([
    ["all", ["a", "b"], 2, "a, b"],
    ["one of one", ["a"], 1, "a"],
    ["the first few", ["a", "b"], 3, "a, b and 1 more"],
    ["the first of many", ["a"], 452, "a and 451 more"],
    ["more than were counted", ["a", "b"], 1, "a, b"],
    ["none", [], 3, ""],
  ])("%s", (_, names, count, phrase) => {
    expect(namesPhrase(names, count)).toBe(phrase);
  });
});
