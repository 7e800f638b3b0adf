/** The environment's name, which is in the resource group's and in every tag. */
import { valueOf } from "../../../functions/config/variable.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import { fault } from "./finding.ts";
import type { Finding } from "./finding.ts";

const LONGEST = 32;

/** Names that must be short and unique, such as the storage account's, are made from a hash of it. */
export function checkEnvironmentName(env: Variables): Finding[] {
  const name = valueOf(env, "AZURE_ENV_NAME") ?? "";
  const newName = "azd env new plant-oslo";
  if (name.length > LONGEST) {
    return [
      fault(
        `The environment's name has ${name.length} characters, and names made from it allow ${LONGEST}.`,
        newName,
      ),
    ];
  }
  if (/^[a-z0-9-]+$/.test(name)) return [];
  return [fault(`The environment's name “${name}” must be lower-case letters, digits and hyphens.`, newName)];
}
