/**
 * Environment variables as configuration sees them: set, or lacking for one of three reasons. Azure hands a Key
 * Vault reference that it could not resolve to the app as its literal text, so that text counts as no value.
 */
import type { Faults } from "./fault.ts";

export type Variables = Readonly<Record<string, string | undefined>>;

export type Variable =
  | { readonly name: "set"; readonly value: string }
  | { readonly name: "unset" | "empty" | "unresolved" };

/** One variable, trimmed: values that come from files and vaults often end with a line break. */
export function readVariable(env: Variables, name: string): Variable {
  const value = Object.hasOwn(env, name) ? env[name]?.trim() : undefined;
  if (value === undefined) return { name: "unset" };
  if (value === "") return { name: "empty" };
  if (value.startsWith("@Microsoft.KeyVault(")) return { name: "unresolved" };
  return { name: "set", value };
}

/** The value, or undefined while it is lacking for whichever reason. */
export function valueOf(env: Variables, name: string): string | undefined {
  const variable = readVariable(env, name);
  return variable.name === "set" ? variable.value : undefined;
}

const words = {
  unset: "is not set",
  empty: "is empty",
  unresolved: "is a Key Vault reference that was not resolved",
} as const;

/** Says why a variable has no value, by its name; undefined when it has one. */
export function lackOf(env: Variables, name: string): string | undefined {
  const variable = readVariable(env, name);
  return variable.name === "set" ? undefined : `${name} ${words[variable.name]}`;
}

/** A value that may be left out: unset and empty are fine, but not a reference that should have given one. */
export function optionalValue(env: Variables, name: string, faults: Faults): string | undefined {
  const variable = readVariable(env, name);
  if (variable.name === "unresolved") return faults.add(name, words.unresolved);
  return variable.name === "set" ? variable.value : undefined;
}
