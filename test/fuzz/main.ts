/**
 * `npm run fuzz -- [--cases 100000] [--seed 1] [--only events|policies|page-links] [--from 0]`: so many mutated inputs
 * for each parser, what each kind of mutation led to, and every case that broke a promise; exit 1 if there is one.
 */
import { parseArgs } from "node:util";
import { readEvents } from "../../functions/adapters/event-grid/read-events.ts";
import { makePageLinks } from "../../functions/adapters/page-link/page-links.ts";
import { readPolicy } from "../../functions/config/policy-file/read-policy.ts";
import { fuzzEvents } from "./events/fuzz-events.ts";
import { fuzzPageLinks } from "./page-links/fuzz-page-links.ts";
import { fuzzPolicies } from "./policies/fuzz-policies.ts";
import type { FuzzReport } from "./report.ts";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    from: { type: "string", default: "0" },
  },
});
const [cases, seed, from] = [Number(values.cases), Number(values.seed), Number(values.from)];

const PARTS: Readonly<Record<string, () => FuzzReport | Promise<FuzzReport>>> = {
  events: () => fuzzEvents(readEvents, seed, cases, from),
  policies: () => fuzzPolicies(readPolicy, seed, cases, from),
  "page-links": () => fuzzPageLinks(makePageLinks(["key", "old key"]), seed, cases, from),
};

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

function printReport(
  name: string,
  { byKind, reasons, findings, slowest }: FuzzReport,
  seconds: number,
): void {
  const rows = [...byKind].toSorted(([left], [right]) => (left < right ? -1 : 1));
  print(`\n${name}: ${cases} cases of seed ${seed} in ${seconds.toFixed(0)} s, ${findings.length} findings`);
  print(
    ...rows.map(
      ([kind, { accepted, refused }]) => `  ${kind.padEnd(44)} ${accepted} accepted, ${refused} refused`,
    ),
  );
  print(`  ${[...reasons].map(([reason, count]) => `${reason} ${count}`).join(", ")}`);
  print(`  slowest for their length: cases ${slowest.map(({ caseIndex }) => caseIndex).join(", ")}`);
  for (const { caseIndex, kinds, what, input } of findings) {
    print(`  case ${caseIndex} (${kinds.join(", ")}): ${what}`, `    ${JSON.stringify(input)}`);
  }
}

for (const [name, run] of Object.entries(PARTS)) {
  if (values.only !== undefined && values.only !== name) continue;
  const begun = performance.now();
  const report = await run();
  printReport(name, report, (performance.now() - begun) / 1_000);
  if (report.findings.length > 0) process.exitCode = 1;
}
