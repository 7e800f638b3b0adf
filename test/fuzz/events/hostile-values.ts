/** Values that a field may hold instead of its own. Numbers that JSON can write and JavaScript cannot stand as marks. */
import type { Random } from "../random.ts";
import { ODD_CHARACTERS, replaceSomewhere } from "../text-mutations.ts";
import type { Json } from "./fixtures.ts";

const RAW = "raw-number:";
const RAW_NUMBERS = ["1e999", "-1e999", "-0", "12345678901234567890", "1e-400", "0.1e1", "9007199254740993"];

const DEEP = "deep-list:";

/** Writes a value, marks as what they stand for. */
export function writeJson(value: Json): string {
  return JSON.stringify(value)
    .replaceAll(/"raw-number:([^"]*)"/g, "$1")
    .replaceAll(
      /"deep-list:(\d+)"/g,
      (_mark, depth) => "[".repeat(Number(depth)) + "]".repeat(Number(depth)),
    );
}

/** Lists in lists, deeper than JavaScript can write them. */
export function deepList(depth: number): string {
  return `${DEEP}${depth}`;
}

const TIMES = [
  "2022-02-30T00:00:00Z",
  "2023-02-29T00:00:00Z",
  "2020-02-29T23:59:59.9999999+00:00",
  "2022-11-07T24:00:00Z",
  "2022-11-07T23:59:60Z",
  "2022-11-07T11:00:25",
  "2022-11-07 11:00:25Z",
  "2022-11-07T11:00:25.Z",
  "2022-11-07T11:00:25+0000",
  "2022-11-07t11:00:25z",
  "2022-11-07T11:00:25+23:59",
  "2022-11-07T11:00:25-24:00",
  "0001-01-01T00:00:00",
  "0001-01-01T00:00:00Z",
  "0099-12-31T23:59:59Z",
  "1970-01-01T00:00:00+00:01",
  "1970-01-01T00:00:00Z",
  "9999-12-31T23:59:59.9999999Z",
  "+012022-11-07T11:00:25Z",
  "2022-11-08T12:02:00Z",
  "2022-11-08T12:02:00.001Z",
  "2022-11-09T12:00:00Z",
  "2022-11-09T12:00:00.001Z",
  "2022-11-07T11:00:25.٣Z",
  "Mon, 07 Nov 2022 11:00:25 GMT",
  "1667818825119",
  "",
];

const CONSTANTS: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  5e-324,
  1.7976931348623157e308,
  "",
  " ",
  "null",
  "[]",
  "{}",
  "undefined",
  "..",
  "/",
  "1.0",
  "1",
  "toString",
  "__proto__",
  "Microsoft.Devices.DeviceDisconnected",
  "microsoft.devices.deviceconnected",
  "Microsoft.Devices.DeviceConnected ",
  [],
  {},
  [null],
  { toString: "x", valueOf: 1, toJSON: {} },
  { length: 3, 0: "a" },
  { type: "Buffer", data: [123, 125] },
];

const BOUNDS = [1, 63, 64, 65, 127, 128, 129, 255, 256, 257];

export function hostileValue(random: Random): Json {
  const roll = random.next();
  if (roll < 0.35) return structuredClone(random.pick(CONSTANTS));
  if (roll < 0.5) return random.pick(TIMES);
  if (roll < 0.6) return RAW + random.pick(RAW_NUMBERS);
  if (roll < 0.8) return random.pick(["a", "F", "0", "é", "\u{1F600}", "-"]).repeat(random.pick(BOUNDS));
  return hostileText(random.pick(["d1", "1A", "contoso-hub", "$edgeHub"]), random);
}

export function hostileText(text: string, random: Random): string {
  return replaceSomewhere(text, random.below(2), random.pick(ODD_CHARACTERS), random);
}

/** A time that is none, or at the edge of what is one. */
export function hostileTime(random: Random): string {
  return random.pick(TIMES);
}

export function hostileNumber(random: Random): string {
  return RAW + random.pick(RAW_NUMBERS);
}
