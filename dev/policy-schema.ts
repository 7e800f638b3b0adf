/** Writes `docs/policy.schema.json`, by which editors complete and check policy files. A test holds that it is up to date. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { policyJsonSchemaText } from "../functions/config/policy-file/json-schema.ts";

writeFileSync(join(import.meta.dirname, "../docs/policy.schema.json"), policyJsonSchemaText());
