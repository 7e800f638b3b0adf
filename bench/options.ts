/** The options of `npm run bench`. */
import { parseArgs } from "node:util";

import { isMeasureName, MEASURE_NAMES } from "./measures.ts";
import type { MeasureName } from "./measures.ts";

export interface BenchOptions {
  readonly names: readonly MeasureName[];
  /** How many identities toggle in the measure `noise`, if it is not its own number. */
  readonly flapping?: number;
}

const USAGE = "npm run bench -- [--only NAME] [--flapping NUMBER]";

/** @returns the measures to run, or a sentence that says what is wrong with the options. */
export function readBenchOptions(args: readonly string[]): BenchOptions | string {
  try {
    const options = { only: { type: "string" }, flapping: { type: "string" } } as const;
    const { only, flapping } = parseArgs({ args: [...args], options }).values;
    if (only !== undefined && !isMeasureName(only)) {
      return `There is no measure "${only}": ${MEASURE_NAMES.join(", ")}.`;
    }
    const names = only === undefined ? MEASURE_NAMES : [only];
    if (flapping === undefined) return { names };
    if (!/^[1-9]\d{3,4}$/.test(flapping))
      return `--flapping is a number from 1000 to 99999, not "${flapping}".`;
    return { names, flapping: Number(flapping) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `${reason}\n${USAGE}`;
  }
}
