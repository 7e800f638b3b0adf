/** The editors' schema: as committed, as made, and agreeing with what the program accepts. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  policyJsonSchema,
  policyJsonSchemaText,
} from "../../../../functions/config/policy-file/json-schema.ts";

const root = join(import.meta.dirname, "../../../..");
const validate = new Ajv({ strict: false }).compile(policyJsonSchema());

function valueOf(path: string): unknown {
  return parse(readFileSync(join(root, path), "utf8"));
}

describe("docs/policy.schema.json", () => {
  it("is what `dev/policy-schema.ts` makes of the source", () => {
    expect(readFileSync(join(root, "docs/policy.schema.json"), "utf8")).toBe(policyJsonSchemaText());
  });

  it.each([
    ...readdirSync(join(root, "test/policies/good")).map((name) => `test/policies/good/${name}`),
    "linewatch.yaml",
    "dev/demo.yaml",
  ])("accepts %s", (path) => {
    expect([validate(valueOf(path)), validate.errors]).toEqual([true, null]);
  });

  it.each([
    "duration-in-words",
    "misspelt-key",
    "no-receivers",
    "receiver-with-two-channels",
    "receiver-name-in-capitals",
    "group-by-something-else",
    "phone-without-quotes",
    "phone-without-country",
    "maintenance-on-no-day",
    "match-without-conditions",
    "percentage-without-sign",
  ])("refuses %s while it is being typed", (name) => {
    expect(validate(valueOf(`test/policies/bad/${name}.yaml`))).toBe(false);
  });

  it("describes every key", () => {
    const undescribed = Object.entries(policyJsonSchema().properties ?? {}).flatMap(([section, schema]) => {
      if (typeof schema === "boolean" || schema.description === undefined) return [section];
      return Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
        typeof value === "boolean" || value.description === undefined ? [`${section}.${key}`] : [],
      );
    });
    expect(undescribed).toEqual([]);
  });
});
