/**
 * `npm run bench`: what the product costs, as ratios against a floor that is measured in the same run. Exit code 1
 * when a goal is missed, 2 when the options are wrong.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { runCommand } from "../dev/run-command.ts";
import type { MeasureName } from "./measures.ts";
import { readBenchOptions } from "./options.ts";
import { reportSchema } from "./report.ts";
import type { Report } from "./report.ts";
import { headLines, rowLine } from "./table.ts";

await runCommand(readBenchOptions(process.argv.slice(2)), async ({ names, flapping }) => {
  const notes: string[] = [];
  let missed = 0;
  for (const line of headLines()) console.log(line);
  for (const name of names) {
    const report = await measured(name, flapping);
    for (const row of report.rows) console.log(rowLine(row));
    missed += report.rows.filter(({ met }) => met === false).length;
    notes.push(...report.notes);
  }
  console.log(["", ...notes].join("\n"));
  if (missed > 0) throw new Error(`Goals missed: ${missed}.`);
});

/** One process a measure; `gc` is there for the one that looks at the heap after a collection. */
async function measured(name: MeasureName, flapping: number | undefined): Promise<Report> {
  const script = fileURLToPath(new URL("run-measure.ts", import.meta.url));
  const args = flapping === undefined ? [name] : [name, String(flapping)];
  const child = fork(script, args, { execArgv: ["--expose-gc"] });
  let report: Report | undefined;
  child.once("message", (message) => void (report = reportSchema.parse(message)));
  const [code]: unknown[] = await once(child, "exit");
  if (report === undefined) throw new Error(`The measure ${name} ended with ${String(code)}.`);
  return report;
}
