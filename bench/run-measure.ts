/** The process of one measure: nothing that another one compiled, allocated or opened is in it. */
import { isMeasureName, runMeasure } from "./measures.ts";

const [name = "", flapping] = process.argv.slice(2);
if (!isMeasureName(name)) throw new Error(`there is no measure "${name}"`);
const report = await runMeasure(name, flapping === undefined ? undefined : Number(flapping));
process.send?.(report, () => process.disconnect());
