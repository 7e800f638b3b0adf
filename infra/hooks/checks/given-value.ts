/** Values that people give for receivers: as they stand in azd's environment, or as a reference to a vault. */
import type { Variables } from "../../../functions/config/variable.ts";

/** What the shipped policy file names, and the template has parameters for. */
export const POLICY_PARAMETERS: readonly string[] = ["TEAMS_OPS_WORKFLOW_URL", "ONCALL_PHONE"];

/** Where a value comes from; `unknown` is one that only a vault knows. */
export type Given = { readonly from: "environment"; readonly value: string } | { readonly from: "unknown" };

export interface Sources {
  readonly env: Variables;
  /** Names that are app settings with a reference to the vault. */
  readonly secrets: ReadonlySet<string>;
}

/** Undefined where the deployed app will not have it. */
export function givenValue(name: string, { env, secrets }: Sources): Given | undefined {
  if (secrets.has(name)) return { from: "unknown" };
  const value = POLICY_PARAMETERS.includes(name) ? (env[name]?.trim() ?? "") : "";
  if (value === "") return undefined;
  return isVaultReference(value) ? { from: "unknown" } : { from: "environment", value };
}

/** As `azd env set-secret` saves it. */
export function isVaultReference(value: string): boolean {
  return value.startsWith("akvs://") || value.startsWith("@Microsoft.KeyVault(");
}
