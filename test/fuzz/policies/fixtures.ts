/** The policy files that are mutated: the examples and every good and bad file of the tests, with secrets in them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

/** The part of a workflow's URL that lets anybody call it. */
export const SECRET_SIGNATURE = "Qx7vT2mK9pLw4ZsR8yBn3HcF6jDg1aEuVtXo5iNkMqY";
export const SECRET_URL = `https://prod-07.westeurope.logic.azure.com:443/workflows/0a1b2c/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${SECRET_SIGNATURE}`;
export const SECRET_PHONE = "+4791827364";
export const OTHER_SECRET_PHONE = "+4540516273";

/** What the environment holds while a policy is read. */
export const ENVIRONMENT = {
  TEAMS_OPS_WORKFLOW_URL: `${SECRET_URL}\n`,
  ONCALL_PHONE: SECRET_PHONE,
  MANAGER_PHONE: OTHER_SECRET_PHONE,
  COUNTRY: "47",
  EMPTY: " ",
  UNRESOLVED: `@Microsoft.KeyVault(SecretUri=https://vault.example/${SECRET_SIGNATURE})`,
  WRONG: `ftp://${SECRET_SIGNATURE}.example`,
};

function textsOf(folder: string): string[] {
  return readdirSync(join(root, folder)).map((name) => readFileSync(join(root, folder, name), "utf8"));
}

/** With what stands for a secret replaced by the secret, as in a file of somebody who was in a hurry. */
function withSecrets(text: string): string {
  return text
    .replaceAll("${TEAMS_OPS_WORKFLOW_URL}", SECRET_URL)
    .replaceAll("${ONCALL_PHONE}", SECRET_PHONE)
    .replaceAll("${MANAGER_PHONE}", OTHER_SECRET_PHONE);
}

export const GOOD_POLICIES: readonly string[] = [
  ...textsOf("test/policies/good"),
  readFileSync(join(root, "linewatch.yaml"), "utf8"),
  readFileSync(join(root, "dev/demo.yaml"), "utf8"),
].flatMap((text) => [text, withSecrets(text)]);

const BAD_POLICIES = textsOf("test/policies/bad").map(withSecrets);

/** Good ones more often: a mutation of what is bad already shows little. */
export const POLICIES: readonly string[] = [
  ...Array.from({ length: 20 }, () => GOOD_POLICIES).flat(),
  ...BAD_POLICIES,
];
