/** `LINEWATCH_POLICY_SECRETS`: which secrets of the vault become variables that the policy file can name. */
import { valueOf } from "../../../functions/config/variable.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import { parseJson } from "../cli/json-text.ts";
import { fault } from "./finding.ts";
import type { Finding } from "./finding.ts";

const NAME = "LINEWATCH_POLICY_SECRETS";
const LINE = `azd env set ${NAME} '{"MANAGER_PHONE":"manager-phone"}'`;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const secretName = /^[0-9A-Za-z-]{1,127}$/;
/** Settings of the template and of the platform. */
const taken =
  /^(?:AzureWebJobs|AzureFunctions|APPLICATIONINSIGHTS_|APPINSIGHTS_|AZURE_|COSMOS_|FUNCTIONS_|LINEWATCH_|SCM_|WEBSITE_)|^(?:LINK_SIGNING_KEY|PUBLIC_URL)$/i;

export interface PolicySecrets {
  /** The variables. */
  readonly names: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

export function readPolicySecrets(env: Variables): PolicySecrets {
  const text = valueOf(env, NAME);
  if (text === undefined) return { names: new Set(), findings: [] };
  const entries = parse(text);
  if (entries === undefined) {
    const words = `${NAME} must be one JSON object of variables and the vault's secrets for them, in quotes for the shell.`;
    return { names: new Set(), findings: [fault(words, LINE)] };
  }
  return {
    names: new Set(entries.map(([name]) => name)),
    findings: entries.flatMap(([name, secret]) => checkEntry(name, secret, env)),
  };
}

function parse(text: string): [string, unknown][] | undefined {
  const value = parseJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : undefined;
}

function checkEntry(name: string, secret: unknown, env: Variables): Finding[] {
  if (!variableName.test(name))
    return [fault(`${NAME}: “${name}” is no variable's name; take letters, digits and _.`, LINE)];
  if (taken.test(name))
    return [fault(`${NAME}: ${name} is set by the template itself; take another name.`, LINE)];
  if (typeof secret !== "string" || !secretName.test(secret)) {
    return [
      fault(
        `${NAME}: ${name} needs the name of a secret, of letters, digits and hyphens, not its value.`,
        LINE,
      ),
    ];
  }
  if (valueOf(env, name) === undefined) return [];
  return [
    fault(
      `${name} is given twice, by itself and in ${NAME}; keep one of them.`,
      `azd env set ${name} ""`,
      LINE,
    ),
  ];
}
