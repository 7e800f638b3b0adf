/** "Did you mean": near enough to be meant, and no nearer guess than that. */
import { describe, expect, it } from "vitest";
import { nearest, suggestion } from "../../../../functions/config/policy-file/nearest.ts";

const names = ["grace", "recovery", "groupWait", "groupInterval", "ops", "oncall"];

describe("the nearest name", () => {
  it.each([
    ["graec", "grace"],
    ["grac", "grace"],
    ["GRACE", "grace"],
    ["groupwait", "groupWait"],
    ["group_wait", "groupWait"],
    ["recoverry", "recovery"],
    ["opps", "ops"],
    ["on-call", "oncall"],
    ["colour", undefined],
    ["sms", undefined],
    ["", undefined],
    ["g".repeat(1_000), undefined],
  ])("of %s is %s", (text, expected) => {
    expect(nearest(text, names)).toBe(expected);
  });

  it("is none without candidates", () => {
    expect(suggestion("grace", [])).toBe("");
  });
});
