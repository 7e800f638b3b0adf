/** Reads a request's query by name and rule, and collects everything that is wrong with it. */
import type { HttpRequest } from "@azure/functions";

import type { FieldError } from "./shapes/problem-shape.ts";

export interface QueryReader {
  /** Everything wrong so far. */
  readonly errors: readonly FieldError[];
  /** What the caller gave, in order, without the function key. */
  readonly given: readonly (readonly [string, string])[];
  text(name: string): string | undefined;
  /** `read` gives undefined for what is not allowed, which `rule` then names. */
  value<T>(name: string, rule: string, read: (text: string) => T | undefined): T | undefined;
  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined;
  refuse(field: string, message: string): void;
}

/** The platform takes a function key in this parameter too; it is nobody else's business. */
const FUNCTION_KEY = "code";
/** Of a name that is not known, more is not said back. */
const LONGEST_NAME = 64;

/** `names`: what the route knows. A name that it does not know, or that is given twice, is an error. */
export function makeQueryReader(request: HttpRequest, names: readonly string[]): QueryReader {
  // The host joins repeated parameters with commas in `request.query`; the address still has them as they came.
  const given = [...new URL(request.url).searchParams].filter(([name]) => name !== FUNCTION_KEY);
  const byName = Map.groupBy(given, ([name]) => name);
  const errors: FieldError[] = [];
  const refuse = (field: string, message: string): void => {
    errors.push({ field: field.length > LONGEST_NAME ? `${field.slice(0, LONGEST_NAME)}…` : field, message });
  };
  for (const [name, values] of byName) {
    if (!names.includes(name)) refuse(name, knownNames(names));
    else if (values.length > 1) refuse(name, "is given more than once");
  }
  const text = (name: string): string | undefined => byName.get(name)?.[0]?.[1];
  const value = <T>(name: string, rule: string, read: (given: string) => T | undefined): T | undefined => {
    const asked = text(name);
    if (asked === undefined) return undefined;
    const result = read(asked);
    if (result === undefined) refuse(name, `is not ${rule}`);
    return result;
  };
  return {
    errors,
    given,
    text,
    value,
    refuse,
    oneOf: (name, words) =>
      value(name, `one of ${words.join(", ")}`, (asked) => words.find((word) => word === asked)),
  };
}

function knownNames(names: readonly string[]): string {
  return names.length === 0 ? "is not a parameter here: there are none" : `is not one of ${names.join(", ")}`;
}

const LONGEST_TEXT = 128;

/** As long as IoT Hub's ids may be. */
export function readText(text: string): string | undefined {
  return text.length > 0 && text.length <= LONGEST_TEXT ? text : undefined;
}

export const TEXT_RULE = `a text of 1 to ${LONGEST_TEXT} characters`;
export const ID_RULE = `an id of 1 to ${LONGEST_TEXT} characters`;

/** The names of hubs are not case-sensitive. */
export function readHub(text: string): string | undefined {
  return readText(text)?.toLowerCase();
}
