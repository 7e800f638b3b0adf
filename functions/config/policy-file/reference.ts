/** `${NAME}` in a receiver's values: where they stand, and what they stand for. */
import { lackOf, valueOf, type Variables } from "../variable.ts";

const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Whether a text refers to the environment, rightly or wrongly written. */
export function hasReference(text: string): boolean {
  return text.includes("${");
}

/** Whether every `${` of a text begins a well-formed reference. */
export function areReferencesWellFormed(text: string): boolean {
  return !hasReference(text.replaceAll(reference, ""));
}

/** The variables that a text names, each once. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(reference)].map(([, name = ""]) => name))];
}

export type Expanded =
  | { readonly name: "expanded"; readonly text: string }
  /** The reason names the variables, never their values. */
  | { readonly name: "lacking"; readonly reason: string };

/** Puts the variables' values into a text. */
export function expand(text: string, env: Variables): Expanded {
  const lacks = variablesIn(text).flatMap((name) => lackOf(env, name) ?? []);
  if (lacks.length > 0) return { name: "lacking", reason: lacks.join(", ") };
  return {
    name: "expanded",
    text: text.replaceAll(reference, (_whole, name: string) => valueOf(env, name) ?? "").trim(),
  };
}
