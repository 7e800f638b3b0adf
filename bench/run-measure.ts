/** The process of one measure: nothing that another one compiled, allocated or opened is in it. */
import { isMeasureName, runMeasure } from "./measures.ts";

const [name = ""] = process.argv.slice(2);
if (!isMeasureName(name)) throw new Error(`there is no measure "${name}"`);
const report = await runMeasure(name);
process.send?.(report, () => process.disconnect());
