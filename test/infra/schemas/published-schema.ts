/** Holds a file of this repository against the published schema beside this one, whatever draft that was written for. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { parse } from "yaml";

/** Any part of such a file, to reach into and to break a copy of; a name that is not there gives undefined. */
export interface Part {
  [name: string]: Part;
}

export const ROOT = join(import.meta.dirname, "../../..");

export const readText = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** JSON is YAML too, so one reader does for both. */
export const readPart = (path: string): Part => {
  const part: Part = parse(readText(path));
  return part;
};

/** What is wrong with the data, each fault with its place; none where it is as published. */
export type FindFaults = (data: unknown) => readonly string[];

export const compileSchema = (name: string): FindFaults => {
  const schema: { readonly $schema?: string } = parse(readText(`test/infra/schemas/${name}`));
  const options = { strict: false, validateFormats: false, allErrors: true };
  const ajv = schema.$schema?.includes("2019-09") ? new Ajv2019(options) : new Ajv(options);
  const validate = ajv.compile(schema);
  return (data) => {
    if (validate(data)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
  };
};
