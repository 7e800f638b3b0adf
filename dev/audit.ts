/** `npm run check:audit`: known faults and licences of what is deployed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { askAdvisories } from "./audit/advisories.ts";
import { checkLicences } from "./audit/licences.ts";

const lock: unknown = JSON.parse(readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8"));
const { counts, faults } = checkLicences(lock);
console.log(`licences: ${[...counts].map(([name, count]) => `${name} ${count}`).join(", ")}`);

const advisories = await askAdvisories();
if (advisories.name === "noAnswer")
  console.log(`advisories: not checked, the registry says ${advisories.reason}`);
else console.log(`advisories: ${advisories.faults.length}`);

const all = [...faults, ...(advisories.name === "checked" ? advisories.faults : [])];
for (const fault of all) console.error(fault);
if (all.length > 0) process.exitCode = 1;
