/** Parameters: each described and limited, each an azd value, each in the table of `docs/deploy.md`. */
import { describe, expect, it } from "vitest";
import { AZD_VALUES, HOOK_VALUES } from "./azd/values.ts";
import { defaultOf, limitsOf } from "./azd/limits.ts";
import { parameterFile, parametersFor, referencesIn } from "./azd/parameters.ts";
import { FULL, LEAST } from "./azd/environments.ts";
import { readDoc, tableIn } from "./docs/table.ts";
import { TEMPLATES } from "./templates.ts";
import type { TemplateFiles } from "./template/files.ts";
import { decorator } from "./template/template.ts";

const { parameters } = TEMPLATES.template("main.bicep");
const names = parameters.map(({ name }) => name).toSorted();

/** As `file:line name`. */
function undescribed(files: TemplateFiles): string[] {
  return files.bicepPaths.flatMap((path) =>
    files
      .template(path)
      .parameters.filter((parameter) => {
        const words = decorator(parameter, "description")?.given[0];
        return words?.kind !== "constant" || words.value === "";
      })
      .map(({ name, line }) => `${path}:${line} ${name}`),
  );
}

describe("every parameter", () => {
  it("is described", () => {
    expect(undescribed(TEMPLATES)).toEqual([]);
  });

  it("without a description is seen", () => {
    const broken = TEMPLATES.broken("main.bicep", /@description\('Memory[^\n]*\n/, "");
    expect(undescribed(broken)).toContainEqual(expect.stringContaining(" memoryMb"));
  });

  it("of main.bicep is in its parameter file, and the other way round", () => {
    expect([...parameterFile(TEMPLATES).keys()].toSorted()).toEqual(names);
  });

  it("has its azd value", () => {
    const file = [...parameterFile(TEMPLATES)].map(([name, text]) => [
      name,
      referencesIn(text).map(({ name }) => name),
    ]);
    const expected = Object.entries(AZD_VALUES).map(([value, { parameter }]) => [parameter, [value]]);
    expect(Object.fromEntries(file)).toEqual(Object.fromEntries(expected));
  });

  it("takes what its azd value may be, and nothing else", () => {
    const found = parameters.map((parameter) => [parameter.name, limitsOf(parameter)]);
    const expected = Object.values(AZD_VALUES).map(({ parameter, limits }) => [parameter, limits]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });

  it("has one default, in the template and in its parameter file", () => {
    const expected = Object.values(AZD_VALUES).map(({ parameter, default: otherwise }) => [
      parameter,
      otherwise,
    ]);
    const found = parameters.map((parameter) => [parameter.name, defaultOf(parameter)]);
    const inFile = [...parameterFile(TEMPLATES)].flatMap(([name, text]) =>
      referencesIn(text).flatMap(({ default: otherwise = "null" }) =>
        otherwise === "null" ? [] : [[name, otherwise]],
      ),
    );
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    expect(Object.fromEntries(found)).toMatchObject(Object.fromEntries(inFile));
  });

  it("is filled from azd's environment, whole, or left to its default", () => {
    const full = parametersFor(TEMPLATES, FULL);
    expect(Object.keys(full).toSorted()).toEqual(names);
    expect(full).toMatchObject({
      memoryMb: 512,
      telemetry: true,
      nodeVersion: "22",
      policySecrets: { MANAGER_PHONE: "manager-phone" },
    });
    expect(full["hubs"]).toHaveLength(2);
    const needed = ["environmentName", "location", "deployerId", "deployerType", "hubs"];
    expect(Object.keys(parametersFor(TEMPLATES, LEAST))).toEqual(expect.arrayContaining(needed));
  });
});

describe("docs/deploy.md", () => {
  const rows = () => tableIn(readDoc("deploy.md"), "Parameters");

  it("has every azd value, and no other", () => {
    const documented = rows().flatMap((row) => (row["azd value"] ?? "").split(/,\s*/));
    expect(documented.toSorted()).toEqual([...Object.keys(AZD_VALUES), ...HOOK_VALUES].toSorted());
  });

  it("has their defaults", () => {
    const defaults = rows().map((row) => [row["azd value"], row["default"]]);
    const expected = Object.entries(AZD_VALUES).flatMap(([value, { default: otherwise }]) =>
      otherwise === "" ? [] : [[value, otherwise]],
    );
    expect(Object.fromEntries(defaults)).toMatchObject(Object.fromEntries(expected));
  });
});
