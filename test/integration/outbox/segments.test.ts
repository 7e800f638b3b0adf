import { expect, it } from "vitest";
import { segmentsOf } from "../../../dev/outbox/twilio/segments.ts";

it.each([
  { text: "a".repeat(160), encoding: "GSM-7", units: 160, segments: 1, capacity: 160 },
  { text: "a".repeat(161), encoding: "GSM-7", units: 161, segments: 2, capacity: 306 },
  { text: "a".repeat(307), encoding: "GSM-7", units: 307, segments: 3, capacity: 459 },
  // Each of these costs an escape and itself.
  { text: "[".repeat(80), encoding: "GSM-7", units: 160, segments: 1, capacity: 160 },
  { text: "[".repeat(81), encoding: "GSM-7", units: 162, segments: 2, capacity: 306 },
  // The pair would be cut by the segment's end, so it moves on as a whole.
  {
    text: `${"a".repeat(152)}€${"b".repeat(152)}`,
    encoding: "GSM-7",
    units: 306,
    segments: 3,
    capacity: 459,
  },
  { text: "’".repeat(70), encoding: "UCS-2", units: 70, segments: 1, capacity: 70 },
  { text: "’".repeat(71), encoding: "UCS-2", units: 71, segments: 2, capacity: 134 },
  { text: "🔴".repeat(36), encoding: "UCS-2", units: 72, segments: 2, capacity: 134 },
])("$units units of $encoding are $segments segments", ({ text, ...expected }) => {
  expect(segmentsOf(text)).toEqual(expected);
});
