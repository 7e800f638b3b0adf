/** Bicep's own functions, as far as templates like ours use them. */
import { createHash } from "node:crypto";
import { isFields, isList, Lambda, Runtime, textOf } from "./values.ts";
import type { Fields, Value } from "./values.ts";

type Call = (...given: Value[]) => Value;

const texts: Readonly<Record<string, Call>> = {
  toLower: (text = "") => textOf(text).toLowerCase(),
  replace: (text = "", from = "", to = "") => textOf(text).replaceAll(textOf(from), textOf(to)),
  split: (text = "", by = "") => textOf(text).split(textOf(by)),
  join: (items = [], by = "") => listOf(items).map(textOf).join(textOf(by)),
  startsWith: (text = "", start = "") => textOf(text).toLowerCase().startsWith(textOf(start).toLowerCase()),
  endsWith: (text = "", end = "") => textOf(text).toLowerCase().endsWith(textOf(end).toLowerCase()),
  format: (pattern = "", ...given) =>
    textOf(pattern).replaceAll(/\{(\d+)\}/g, (_all, at: string) => textOf(given[Number(at)] ?? "")),
  string: (value = "") => textOf(value),
  /** Not Azure's own hash: only its length, and the same text for the same values. */
  uniqueString: (...given) =>
    hash(given)
      .replaceAll(/[^a-z]/g, "")
      .padEnd(13, "x")
      .slice(0, 13),
  guid: (...given) => hash(given).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5"),
};

const lists: Readonly<Record<string, Call>> = {
  length: (value = "") => (typeof value === "string" ? value.length : entriesOf(value).length),
  empty: (value = null) => {
    if (value instanceof Runtime) return false;
    return value === null || value === "" || (typeof value !== "string" && entriesOf(value).length === 0);
  },
  contains: (of = "", what = "") => {
    if (typeof of === "string") return of.includes(textOf(what));
    return isFields(of) ? Object.hasOwn(of, textOf(what)) : listOf(of).includes(what);
  },
  concat: (...given) => (isList(given[0]) ? given.flatMap(listOf) : given.map(textOf).join("")),
  union: (...given) => (isList(given[0]) ? [...new Set(given.flatMap(listOf))] : merge(given)),
  first: (of = []) => (typeof of === "string" ? of.slice(0, 1) : (listOf(of)[0] ?? null)),
  last: (of = []) => (typeof of === "string" ? of.slice(-1) : (listOf(of).at(-1) ?? null)),
  take: (of = [], count = 0) =>
    isList(of) ? of.slice(0, Number(count)) : textOf(of).slice(0, Number(count)),
  items: (of = {}) =>
    Object.entries(fieldsOf(of))
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, value]) => ({ key, value })),
};

const higher: Readonly<Record<string, Call>> = {
  map: (items = [], by = null) => listOf(items).map((item, at) => lambdaOf(by).apply([item, at])),
  filter: (items = [], by = null) =>
    listOf(items).filter((item, at) => lambdaOf(by).apply([item, at]) === true),
  reduce: (items = [], start = null, by = null) =>
    listOf(items).reduce((so, item) => lambdaOf(by).apply([so, item]), start),
  toObject: (items = [], key = null, value = null) =>
    Object.fromEntries(
      listOf(items).map((item) => [
        textOf(lambdaOf(key).apply([item])),
        value === null ? item : lambdaOf(value).apply([item]),
      ]),
    ),
};

export const FUNCTIONS: ReadonlyMap<string, Call> = new Map(
  Object.entries({ ...texts, ...lists, ...higher }),
);

function hash(given: readonly Value[]): string {
  return createHash("sha256").update(given.map(textOf).join("\n")).digest("hex");
}

function listOf(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new Error(`A list is needed, and not ${textOf(value)}.`);
}

function fieldsOf(value: Value): Fields {
  if (isFields(value)) return value;
  throw new Error(`An object is needed, and not ${textOf(value)}.`);
}

function entriesOf(value: Value): readonly unknown[] {
  return isFields(value) ? Object.keys(value) : listOf(value);
}

function lambdaOf(value: Value): Lambda {
  if (value instanceof Lambda) return value;
  throw new Error("A lambda is needed.");
}

/** Later ones win; objects inside are merged too. */
function merge(given: readonly Value[]): Fields {
  const merged: Record<string, Value> = {};
  for (const [name, value] of given.flatMap((fields) => Object.entries(fieldsOf(fields)))) {
    const earlier = merged[name];
    merged[name] = isFields(earlier) && isFields(value) ? merge([earlier, value]) : value;
  }
  return merged;
}
