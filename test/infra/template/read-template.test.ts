/** What the reader makes of a template's text: declarations with their decorators, and where the grammar stumbles. */
import { describe, expect, it } from "vitest";
import { syntaxFaults } from "./grammar.ts";
import { readTemplate } from "./read-template.ts";

describe("a template's text", () => {
  it("gives the scope that it is written for", () => {
    expect(readTemplate("targetScope = 'subscription'\n").scope).toBe("subscription");
    expect(readTemplate("var a = 1\n").scope).toBe("resourceGroup");
  });

  it("gives parameters with types, defaults and decorators", () => {
    const { parameters } = readTemplate(
      [
        "// how much",
        "@description('Megabytes.')",
        "@allowed([",
        "  512",
        "  2048",
        "])",
        "param memory int = 2048",
        "param name string",
        "@secure()",
        "param key string = ''",
        "param mode 'F1' | 'S1'",
        "param hubs hub[] = []",
      ].join("\n"),
    );
    expect(parameters.map(({ name, type, line, default: value }) => [name, type, line, value?.kind])).toEqual(
      [
        ["memory", "int", 7, "constant"],
        ["name", "string", 8, undefined],
        ["key", "string", 10, "constant"],
        ["mode", "'F1' | 'S1'", 11, undefined],
        ["hubs", "hub[]", 12, "array"],
      ],
    );
    expect(parameters.map(({ decorators }) => decorators.map(({ name }) => name))).toEqual([
      ["description", "allowed"],
      [],
      ["secure"],
      [],
      [],
    ]);
    expect(parameters[0]?.decorators[0]?.given[0]).toMatchObject({ kind: "constant", value: "Megabytes." });
  });

  it("gives resources: existing ones, with a condition, in a loop, inside another", () => {
    const { resources } = readTemplate(
      [
        "resource a 'Microsoft.Storage/storageAccounts@2025-01-01' existing = { name: 'n' }",
        "resource b 'Microsoft.Storage/storageAccounts@2025-01-01' = if (on) {",
        "  name: 'n'",
        "  resource c 'queueServices' = {",
        "    name: 'default'",
        "    resource d 'queues@2024-01-01' = [for q in ['x']: if (q != '') { name: q }]",
        "  }",
        "}",
      ].join("\n"),
    );
    const [a, b] = resources;
    expect([a?.existing, a?.condition, a?.type, a?.apiVersion]).toEqual([
      true,
      undefined,
      "Microsoft.Storage/storageAccounts",
      "2025-01-01",
    ]);
    expect([b?.existing, b?.condition?.kind, b?.loop]).toEqual([false, "group", undefined]);
    const [c] = b?.inner ?? [];
    const [d] = c?.inner ?? [];
    expect([c?.name, c?.type, c?.line]).toEqual(["c", "Microsoft.Storage/storageAccounts/queueServices", 4]);
    expect(d).toMatchObject({
      type: "Microsoft.Storage/storageAccounts/queueServices/queues",
      loop: { item: "q", over: { kind: "array" } },
      condition: { kind: "group" },
    });
  });

  it("gives modules and outputs", () => {
    const { modules, outputs } = readTemplate(
      [
        "module app 'modules/app.bicep' = [for (h, i) in hubs: if (i > 0) { name: 'app' }]",
        "@description('Where it is.')",
        "output URL string = app.outputs.url",
      ].join("\n"),
    );
    expect(modules).toMatchObject([
      {
        name: "app",
        path: "modules/app.bicep",
        loop: { item: "h", index: "i" },
        condition: { kind: "group" },
      },
    ]);
    expect(outputs).toMatchObject([{ name: "URL", type: "string", line: 3, value: { kind: "member" } }]);
  });
});

describe("a text with faults of syntax", () => {
  it("is told with its lines", () => {
    expect(syntaxFaults("param a string\nvar b = {\n  c: 1\n}\n")).toEqual([]);
    expect(syntaxFaults("param a string\nvar b = {\n  c 1\n}\n")).toEqual([expect.stringMatching(/^3: c 1/)]);
  });
});
