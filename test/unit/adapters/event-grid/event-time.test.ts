import { describe, expect, it } from "vitest";

import { parseEventTime, readEventTime } from "../../../../functions/adapters/event-grid/event-time.ts";
import { DAY_MS, MINUTE_MS } from "../../../../functions/domain/time.ts";
import { NOW } from "./samples.ts";

describe("the time of an event", () => {
  it.each([
    ["seven digits, cut and not rounded", "2018-06-02T19:17:44.4389999Z", "2018-06-02T19:17:44.438Z"],
    ["six digits and a zero offset", "2018-07-03T23:20:52.646434+00:00", "2018-07-03T23:20:52.646Z"],
    ["two digits", "2019-01-07T20:58:30.48Z", "2019-01-07T20:58:30.480Z"],
    ["no fraction", "2019-01-07T20:58:30Z", "2019-01-07T20:58:30.000Z"],
    ["an offset to the east", "2022-11-07T12:30:00.0000000+05:30", "2022-11-07T07:00:00.000Z"],
    ["an offset to the west", "2022-11-06T20:00:00-11:00", "2022-11-07T07:00:00.000Z"],
    ["the offset of an unknown zone", "2022-11-07T07:00:00-00:00", "2022-11-07T07:00:00.000Z"],
    ["lower case", "2022-11-07t07:00:00z", "2022-11-07T07:00:00.000Z"],
    ["a leap day", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    ["the first instant", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"],
  ])("is read with %s", (_, text, expected) => {
    expect(parseEventTime(text)).toBe(Date.parse(expected));
  });

  it.each([
    "",
    "yesterday",
    "2022",
    "2022-11-07",
    "2022-11-07T07:00:00",
    "2022-11-07 07:00:00Z",
    "2022-11-07T07:00Z",
    "2022-11-07T07:00:00.Z",
    "2022-11-31T07:00:00Z",
    "2022-02-29T07:00:00Z",
    "2022-13-01T07:00:00Z",
    "2022-00-10T07:00:00Z",
    "2022-11-00T07:00:00Z",
    "2022-11-07T24:00:00Z",
    "2022-11-07T07:60:00Z",
    "2022-11-07T07:00:00+24:00",
    "2022-11-07T07:00:00+0000",
    " 2022-11-07T07:00:00Z",
    "2022-11-07T07:00:00Z\n",
    "1667804400000",
    "0001-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999Z",
  ])("is none in %j", (text) => {
    expect(parseEventTime(text)).toBeUndefined();
  });
});

describe("a time against the clock", () => {
  const ahead = (ms: number): number => readEventTime(new Date(NOW + ms).toISOString(), "time", NOW) - NOW;

  it.each([
    ["years ago", -4 * 365 * DAY_MS, -4 * 365 * DAY_MS],
    ["now", 0, 0],
    ["2 min ahead", 2 * MINUTE_MS, 2 * MINUTE_MS],
    ["a little more than 2 min ahead counts as now", 2 * MINUTE_MS + 1, 0],
    ["a day ahead counts as now", DAY_MS, 0],
  ])("%s", (_, offsetMs, expectedMs) => {
    expect(ahead(offsetMs)).toBe(expectedMs);
  });

  it("is refused more than a day ahead, by the name of its field", () => {
    expect(() => ahead(DAY_MS + 1)).toThrow(
      expect.objectContaining({ reason: "badTime", message: expect.stringContaining("`time`") }),
    );
  });
});
