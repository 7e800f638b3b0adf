import { describe, expect, test } from "vitest";
import { readAdvisories } from "../../../../dev/audit/advisories.ts";
import { checkLicences } from "../../../../dev/audit/licences.ts";

const lockOf = (packages: Record<string, object>): unknown => ({
  packages: { "": { license: "MIT" }, ...packages },
});

describe("licences", () => {
  test("of what is deployed are counted; what only developers use is not looked at", () => {
    const lock = lockOf({
      "node_modules/a": { version: "1.0.0", license: "MIT" },
      "node_modules/a/node_modules/@s/b": { version: "2.0.0", license: "ISC" },
      "node_modules/c": { version: "1.0.0", license: "GPL-3.0", dev: true },
    });
    expect(checkLicences(lock)).toEqual({
      counts: new Map([
        ["MIT", 1],
        ["ISC", 1],
      ]),
      faults: [],
    });
  });

  test.each([
    [{ version: "1.0.0", license: "GPL-3.0" }, "GPL-3.0"],
    [{ version: "1.0.0" }, "nobody states"],
    [{ version: "1.0.0", license: "MIT AND GPL-3.0" }, "MIT AND GPL-3.0"],
  ])("%o is a fault", (entry, words) => {
    expect(checkLicences(lockOf({ "node_modules/x/node_modules/@s/y": entry })).faults).toEqual([
      expect.stringMatching(new RegExp(`^@s/y@1.0.0 .*${words}`)),
    ]);
  });
});

describe("advisories", () => {
  test("none, some, or no answer, which is neither", () => {
    const report = (vulnerabilities: object): string =>
      JSON.stringify({ auditReportVersion: 2, vulnerabilities });
    expect(readAdvisories(report({}))).toEqual({ name: "checked", faults: [] });
    expect(readAdvisories(report({ qs: { severity: "high", range: "<6.2.4" } }))).toEqual({
      name: "checked",
      faults: ["qs <6.2.4: high"],
    });
    expect(readAdvisories('{"message":"405 Method Not Allowed - POST https://r.example/x"}')).toEqual({
      name: "noAnswer",
      reason: "405 Method Not Allowed",
    });
    expect(readAdvisories("")).toEqual({ name: "noAnswer", reason: "no connection" });
  });
});
