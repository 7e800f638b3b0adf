/** Policy files with mutations: a sample of what `npm run fuzz` does, and proof that each mutation can fail. */
import { describe, expect, it } from "vitest";
import { readPolicy } from "../../functions/config/policy-file/read-policy.ts";
import { careless } from "./policies/careless-readers.ts";
import { expectedPolicy } from "./policies/expected-policy.ts";
import { GOOD_POLICIES } from "./policies/fixtures.ts";
import { fuzzPolicies, type PolicyReader } from "./policies/fuzz-policies.ts";
import { POLICY_MUTATIONS } from "./policies/mutations.ts";
import { slowness } from "./processor-time.ts";

const SEED = 20_221_108;
const CASES = 5_000;
/** How much longer than a valid file a mutated one may take, for each character. */
const TIMES_AS_SLOW = 200;
const OPTIONS = { fileName: "policy.yaml", allowLoopbackHttp: false };
const CHUNK = 200;
const PATIENCE = { timeout: 300_000 };

describe("mutated policy files", () => {
  it(`are read or refused as promised, ${CASES} of them`, PATIENCE, async () => {
    const report = fuzzPolicies(readPolicy, SEED, CASES);
    expect(report.findings).toEqual([]);
    for (const { input } of report.slowest) {
      const times = await slowness(
        (text) => readPolicy(text, {}, OPTIONS),
        input,
        GOOD_POLICIES.at(-1) ?? "",
      );
      expect(times).toBeLessThan(TIMES_AS_SLOW);
    }
    const seldom = POLICY_MUTATIONS.filter(({ kind }) => (report.byKind.get(kind)?.refused ?? 0) < 50);
    expect(seldom).toEqual([]);
    // Some, such as a file that is cut off, leave nothing to accept; mutations that break everything prove little.
    const accepted = POLICY_MUTATIONS.filter(({ kind }) => (report.byKind.get(kind)?.accepted ?? 0) > 5);
    expect(accepted.length).toBeGreaterThan(POLICY_MUTATIONS.length / 2);
    expect(report.reasons.size).toBeGreaterThan(30);
  });

  it("are judged by a schema that knows the good ones", () => {
    expect(GOOD_POLICIES.filter((text) => expectedPolicy(text) === undefined)).toEqual([]);
  });
});

/** Whether a mutation of a kind shows within so many cases that a reader is at fault. */
function shows(kind: string, read: PolicyReader): boolean {
  for (let from = 0; from < CASES; from += CHUNK) {
    const { findings } = fuzzPolicies(read, SEED, CHUNK, from);
    if (findings.some(({ kinds }) => kinds.includes(kind))) return true;
  }
  return false;
}

describe("a careless reader is found out", () => {
  it.each(careless)("that $fault, by: $kind", PATIENCE, ({ kind, read }) => {
    expect(shows(kind, read)).toBe(true);
  });
});
