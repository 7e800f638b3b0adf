/** Whether the policy's receivers will have addresses once deployed, and whether those that are given can be used. */
import { expand, variablesIn } from "../../../functions/config/policy-file/reference.ts";
import type { PolicyFile } from "../../../functions/config/policy-file/schema/policy-schema.ts";
import { isPhoneNumber } from "../../../functions/config/policy-file/schema/receivers.ts";
import { makeUrlRules, refusedWorkflowUrl } from "../../../functions/config/policy-file/workflow-url.ts";
import { fault, warning } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { givenValue, POLICY_PARAMETERS } from "./given-value.ts";
import type { Sources } from "./given-value.ts";

type Receiver = PolicyFile["receivers"][string];

export interface CheckedReceivers {
  /** Names of those that nothing will reach, though everything else works. */
  readonly silent: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

export function checkReceivers(policy: PolicyFile, sources: Sources): CheckedReceivers {
  const silent = new Set<string>();
  const findings: Finding[] = [];
  for (const [name, receiver] of Object.entries(policy.receivers)) {
    const lacking = variablesOf(receiver).filter((variable) => givenValue(variable, sources) === undefined);
    if (lacking.length > 0 || receiver.teams?.bot !== undefined) {
      silent.add(name);
      findings.push(staysSilent(name, lacking));
    }
    findings.push(...checkAddresses(receiver, policy.allowHosts, sources));
  }
  return { silent, findings: withoutRepetition(findings) };
}

function templatesOf({ teams, sms }: Receiver): readonly string[] {
  return sms?.to ?? (teams?.workflow === undefined ? [] : [teams.workflow]);
}

function variablesOf(receiver: Receiver): string[] {
  return [...new Set(templatesOf(receiver).flatMap(variablesIn))];
}

function staysSilent(name: string, lacking: readonly string[]): Finding {
  if (lacking.length === 0)
    return warning(`The receiver ${name} stays silent: there is no Teams bot in this version.`);
  const verb = lacking.length === 1 ? "is" : "are";
  return warning(
    `The receiver ${name} stays silent: ${lacking.join(", ")} ${verb} not given.`,
    ...lacking.flatMap(linesFor),
  );
}

/** Where there is no parameter for it, the value is put into the vault by hand, once there is one. */
function linesFor(variable: string): string[] {
  if (variable === "ONCALL_PHONE") return ["azd env set ONCALL_PHONE +4790000000"];
  if (POLICY_PARAMETERS.includes(variable)) return [`azd env set-secret ${variable}`];
  const secret = variable.toLowerCase().replaceAll("_", "-");
  return [
    `azd env set LINEWATCH_POLICY_SECRETS '{"${variable}":"${secret}"}'`,
    `az keyvault secret set --vault-name "$(azd env get-value KEY_VAULT_NAME)" --name ${secret} --file FILE`,
  ];
}

/** Only of values that can be read here: what a vault keeps, the app checks itself. */
function checkAddresses(receiver: Receiver, allowHosts: readonly string[], sources: Sources): Finding[] {
  const rules = makeUrlRules(allowHosts, false);
  return templatesOf(receiver).flatMap((template) => {
    const variables = variablesIn(template);
    const given = variables.map((name) => givenValue(name, sources));
    if (variables.length === 0 || given.some((one) => one?.from !== "environment")) return [];
    const text = expand(template, sources.env);
    if (text.name === "lacking") return [];
    const names = variables.join(", ");
    if (receiver.sms === undefined) {
      const refusal = refusedWorkflowUrl(text.text, rules);
      return refusal === undefined
        ? []
        : [fault(`${names}: the URL ${refusal.words}.`, ...variables.flatMap(linesFor))];
    }
    if (isPhoneNumber(text.text)) return [];
    const words = `${names} is not a phone number in international form (E.164): a plus sign, country and number, no spaces.`;
    return [fault(words, ...variables.flatMap(linesFor))];
  });
}

/** Two receivers can name one variable. */
function withoutRepetition(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.words, finding])).values()];
}
