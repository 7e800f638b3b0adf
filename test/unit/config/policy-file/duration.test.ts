/** Durations as the policy file writes them. */
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "../../../../functions/config/policy-file/schema/duration.ts";

describe("a duration", () => {
  it.each([
    ["500ms", 500],
    ["30s", 30_000],
    ["5m", 300_000],
    ["4h", 14_400_000],
    ["7d", 604_800_000],
    ["0s", 0],
    ["007s", 7_000],
  ])("%s", (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs);
  });

  it.each([
    "",
    "5",
    "m",
    "5 m",
    " 5m",
    "5m ",
    "5M",
    "1.5h",
    "1h30m",
    "-5m",
    "+5m",
    "5min",
    "٥m",
    "5m\n",
    "1e3s",
  ])("%j is none", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    [0, "0s"],
    [1_500, "1500ms"],
    [90_000, "90s"],
    [300_000, "5m"],
    [5_400_000, "90m"],
    [90_000_000, "25h"],
    [86_400_000, "1d"],
  ])("%d ms reads %s", (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});
