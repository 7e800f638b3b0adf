/** The policy file as it will be deployed: checked by the app's own reader, as `npm run policy -- check` does. */
import { readFileSync } from "node:fs";

import { readPolicy } from "../../../functions/config/policy-file/read-policy.ts";
import { policySchema } from "../../../functions/config/policy-file/schema/policy-schema.ts";
import type { PolicyFile } from "../../../functions/config/policy-file/schema/policy-schema.ts";
import { parseYaml } from "../../../functions/config/policy-file/yaml-text.ts";
import { fault } from "./finding.ts";
import type { Finding } from "./finding.ts";

const POLICY_FILE = "linewatch.yaml";
const LINE = `npm run policy -- check ${POLICY_FILE}`;

export interface CheckedPolicy {
  /** Undefined where it has faults. */
  readonly policy?: PolicyFile;
  readonly findings: readonly Finding[];
}

/** From the project's folder, in which azd and `run.mjs` start every hook. Undefined where there is none. */
export function readPolicyText(): string | undefined {
  try {
    return readFileSync(POLICY_FILE, "utf8");
  } catch {
    return undefined;
  }
}

/** `text`: undefined where there is no file. */
export function checkPolicyFile(text: string | undefined): CheckedPolicy {
  if (text === undefined) {
    const words = `There is no policy file ${POLICY_FILE}: without one nobody is told anything.`;
    return { findings: [fault(words, `git checkout -- ${POLICY_FILE}`)] };
  }
  // Whether its variables are given is another check's.
  const read = readPolicy(text, {}, { fileName: POLICY_FILE, allowLoopbackHttp: false });
  if (!("faults" in read)) return { policy: policySchema.parse(parseYaml(text).value), findings: [] };
  const places = read.faults.map(
    ({ line, column, message }) => `${POLICY_FILE}:${line}:${column} ${message}`,
  );
  return {
    findings: [
      fault("The policy file has faults. They are gone when this says that it is valid:", LINE, ...places),
    ],
  };
}
