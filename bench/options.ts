/** The options of `npm run bench`. */
import { parseArgs } from "node:util";

import { isMeasureName, MEASURE_NAMES } from "./measures.ts";
import type { MeasureName } from "./measures.ts";

/** @returns the measures to run, or a sentence that says what is wrong with the options. */
export function readBenchOptions(args: readonly string[]): readonly MeasureName[] | string {
  try {
    const { values } = parseArgs({ args: [...args], options: { only: { type: "string" } } });
    const { only } = values;
    if (only === undefined) return MEASURE_NAMES;
    return isMeasureName(only) ? [only] : `There is no measure "${only}": ${MEASURE_NAMES.join(", ")}.`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `${reason}\nnpm run bench -- [--only NAME]`;
  }
}
