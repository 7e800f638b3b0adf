/** "Did you mean": near enough to be meant, and no nearer guess than that. */
import { describe, expect, it } from "vitest";
import { makeSuggest, nearest } from "../../../../functions/config/policy-file/nearest.ts";

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

  it("is the first of equally near ones, and an exact one before all", () => {
    expect(nearest("opt", ["ops", "opa"])).toBe("ops");
    expect(nearest("opa", ["ops", "OPA", "opa"])).toBe("OPA");
  });
});

describe("a suggestion", () => {
  it("is a question, or nothing", () => {
    expect(makeSuggest()("graec", names)).toBe('; did you mean "grace"?');
    expect(makeSuggest()("colour", names)).toBe("");
    expect(makeSuggest()("grace", [])).toBe("");
  });

  it("is no longer made after so many", () => {
    const suggest = makeSuggest(2);
    expect(["graec", "colour", "graec"].map((name) => suggest(name, names) !== "")).toEqual([
      true,
      false,
      false,
    ]);
  });
});
