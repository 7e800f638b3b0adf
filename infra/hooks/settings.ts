/** What azd's environment says: its values reach a hook as variables of the process. */
import { valueOf } from "../../functions/config/variable.ts";
import type { Variables } from "../../functions/config/variable.ts";
import { HookFailure } from "./hook.ts";

/** @throws HookFailure where azd has not set it yet. */
export function required(env: Variables, name: string): string {
  const value = valueOf(env, name);
  if (value !== undefined) return value;
  throw new HookFailure(`azd's environment has no ${name}; it is set by: azd provision`);
}

/** Entries between commas or white space, each once. */
export function listOf(env: Variables, name: string): string[] {
  const entries = (valueOf(env, name) ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
  return [...new Set(entries)];
}

/** A resource group, by its subscription and its name. */
export interface Group {
  readonly subscription: string;
  readonly name: string;
}

/** The group that the template makes, by its name there: after `azd down` azd's environment names it no more. */
export function ownGroup(env: Variables): Group {
  return {
    subscription: required(env, "AZURE_SUBSCRIPTION_ID"),
    name: `rg-${required(env, "AZURE_ENV_NAME")}`,
  };
}

/** Where the deployed app is, as the template's outputs name it. */
export interface DeployedApp {
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly url: string;
}

export function deployedApp(env: Variables): DeployedApp {
  return {
    subscription: required(env, "AZURE_SUBSCRIPTION_ID"),
    group: required(env, "AZURE_RESOURCE_GROUP"),
    name: required(env, "FUNCTION_APP_NAME"),
    url: required(env, "FUNCTION_APP_URL").replace(/\/+$/, ""),
  };
}
