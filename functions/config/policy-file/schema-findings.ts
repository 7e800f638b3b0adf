/** Turns zod's issues into findings: our names, our words, no values. */
import type * as z from "zod";
import { type FaultName, faultNames, type Finding, type Path } from "./fault.ts";
import type { Suggest } from "./nearest.ts";
import { childOf, isGroup } from "./plain-value.ts";
import { knownKeys } from "./known-keys.ts";

/** Keys that the contract keeps for later issues. */
const laterKeys = new Set(["expect", "staleAfter", "firstConnectWithin", "canary"]);

/** What is said where a schema has no words of its own; given to zod as its error map. */
export function genericWords(issue: z.core.$ZodRawIssue): string {
  const { code } = issue;
  if (code === "invalid_type") return `must be ${typeWords[issue.expected] ?? "something else"}`;
  if (code === "invalid_value") return `must be one of ${issue.values.join(", ")}`;
  if (code === "too_small") {
    if (issue.origin === "array") return "needs at least one entry";
    return `must be ${issue.inclusive === false ? "more than" : "at least"} ${String(issue.minimum)}`;
  }
  if (code === "too_big") {
    if (issue.origin === "array") return `takes at most ${String(issue.maximum)} entries`;
    return `must be at most ${String(issue.maximum)}`;
  }
  return "is not valid";
}

const typeWords: Readonly<Record<string, string>> = {
  array: "a list, such as [a, b]",
  tuple: "a list of two, such as [45m, 80m]",
  object: "a group of keys and values",
  record: "a group of names and values",
  boolean: "true or false",
  number: "a number",
  int: "a whole number",
};

const nameOfCode: Partial<Record<z.core.$ZodIssue["code"], FaultName>> = {
  too_small: "out-of-range",
  too_big: "out-of-range",
  invalid_value: "unknown-choice",
  invalid_key: "bad-name",
};

/** The findings of one issue; `root` is the whole file's value. */
export function findingsOf(issue: z.core.$ZodIssue, root: unknown, suggest: Suggest): Finding[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownKey(path, key, root, suggest));
  if (issue.code === "invalid_key") {
    const words = issue.issues[0]?.message ?? issue.message;
    return [{ path, at: "key", name: "bad-name", words }];
  }
  if (issue.code === "invalid_type") return [wrongType(path, issue.message, root)];
  const name = nameOf(issue);
  const meant = name === "bad-zone" ? suggestZone(valueAt(root, path), suggest) : "";
  return [{ path, at: "value", name, words: issue.message + meant }];
}

function nameOf(issue: z.core.$ZodIssue): FaultName {
  const given: unknown = issue.code === "custom" ? issue.params?.["name"] : undefined;
  return faultNames.find((name) => name === given) ?? nameOfCode[issue.code] ?? "wrong-type";
}

function wrongType(path: Path, words: string, root: unknown): Finding {
  const parent = valueAt(root, path.slice(0, -1));
  const key = path.at(-1);
  if (key !== undefined && isGroup(parent) && !Object.hasOwn(parent, key)) {
    return { path, at: "value", name: "missing-key", words: "is missing" };
  }
  const value = valueAt(root, path);
  if (value === null) {
    return { path, at: "key", name: "empty-value", words: "has no value; write one, or leave the key out" };
  }
  return { path, at: "value", name: "wrong-type", words };
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce(childOf, root);
}

function suggestZone(zone: unknown, suggest: Suggest): string {
  return typeof zone === "string" ? suggest(zone, Intl.supportedValuesOf("timeZone")) : "";
}

function unknownKey(parent: Path, key: string, root: unknown, suggest: Suggest): Finding {
  const path = [...parent, key];
  if (laterKeys.has(key)) {
    return { path, at: "key", name: "later-key", words: "comes with a later version; remove it for now" };
  }
  const present = valueAt(root, parent);
  const candidates = knownKeys(parent).filter((name) => !isGroup(present) || !Object.hasOwn(present, name));
  return { path, at: "key", name: "unknown-key", words: `is not known here${suggest(key, candidates)}` };
}
