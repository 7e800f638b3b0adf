/**
 * What azd makes of `main.parameters.json` and its environment's values: `${NAME}` and `${NAME=default}` are
 * replaced, what stays empty because its value is not set is left out, and so is null; text becomes what its
 * parameter takes.
 */
import * as z from "zod";
import type { TemplateFiles } from "../template/files.ts";
import { readJson } from "../template/read-json.ts";
import type { Parameter } from "../template/template.ts";
import type { Fields, Value } from "../template/values.ts";

export type AzdEnvironment = Readonly<Record<string, string>>;

const fileSchema = z.object({
  parameters: z.record(z.string(), z.object({ value: z.union([z.string(), z.number(), z.boolean()]) })),
});

const reference = /\$\{(\w+)(?:=([^}]*))?\}/g;

/** The file's parameters with their values as they are written. */
export function parameterFile(files: TemplateFiles): ReadonlyMap<string, string> {
  const { parameters } = fileSchema.parse(JSON.parse(files.text("main.parameters.json")));
  return new Map(Object.entries(parameters).map(([name, { value }]) => [name, String(value)]));
}

/** The azd values that a text of the file refers to, with the defaults that it gives them. */
export function referencesIn(
  text: string,
): { readonly name: string; readonly default: string | undefined }[] {
  return [...text.matchAll(reference)].map(([, name = "", otherwise]) => ({ name, default: otherwise }));
}

export function parametersFor(files: TemplateFiles, env: AzdEnvironment): Fields {
  const { parameters } = files.template("main.bicep");
  const given = [...parameterFile(files)].flatMap(([name, text]): [string, Value][] => {
    const filled = text.replaceAll(
      reference,
      (_all, key: string, otherwise?: string) => env[key] || (otherwise ?? ""),
    );
    const isUnset = referencesIn(text).some(({ name: key }) => env[key] === undefined);
    const parameter = parameters.find((found) => found.name === name);
    const value = filled === "" && isUnset ? null : typed(filled, parameter);
    return value === null ? [] : [[name, value]];
  });
  return Object.fromEntries(given);
}

/** A parameter's type as azd tells them apart. */
export function kindOf({ type }: Parameter): "text" | "number" | "switch" | "json" {
  if (type === "bool") return "switch";
  if (type === "int" || /^\d/.test(type)) return "number";
  return type === "string" || type.startsWith("'") ? "text" : "json";
}

function typed(text: string, parameter: Parameter | undefined): Value {
  return parameter === undefined || kindOf(parameter) === "text" ? text : readJson(text);
}
