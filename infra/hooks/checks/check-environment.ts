/** Everything that can be said before Azure is asked: the environment's values and the policy file. */
import type { Variables } from "../../../functions/config/variable.ts";
import { checkDrillReceivers } from "./drill-receivers.ts";
import { checkEnvironmentName } from "./environment-name.ts";
import type { Finding } from "./finding.ts";
import { checkPolicyFile } from "./policy-file.ts";
import { readPolicySecrets } from "./policy-secrets.ts";
import { checkReceivers } from "./receivers.ts";
import { checkTwilio } from "./twilio.ts";
import { checkValues } from "./values.ts";

export function checkEnvironment(env: Variables, policyText: string | undefined): Finding[] {
  const secrets = readPolicySecrets(env);
  return [
    ...checkEnvironmentName(env),
    ...checkValues(env),
    ...secrets.findings,
    ...checkPolicy(env, policyText, secrets.names),
  ];
}

function checkPolicy(env: Variables, text: string | undefined, secrets: ReadonlySet<string>): Finding[] {
  const { policy, findings } = checkPolicyFile(text);
  if (policy === undefined) return [...findings];
  const sources = { env, secrets };
  const receivers = checkReceivers(policy, sources);
  const twilio = checkTwilio(policy, sources);
  const silent = new Set([...receivers.silent, ...twilio.silent]);
  return [...receivers.findings, ...twilio.findings, ...checkDrillReceivers(policy, silent, env)];
}
