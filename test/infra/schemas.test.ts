/** The files that azd, the Functions host, Azure Monitor and GitHub read are what their published schemas say. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { compileSchema, readPart, readText, ROOT, type Part } from "./schemas/published-schema.ts";
import {
  findEndless,
  findInjectable,
  findLeftTokens,
  findMissing,
  findTrusting,
  findUnpinned,
  listWrites,
  parseWorkflow,
} from "./schemas/workflow-rules.ts";

interface Case {
  readonly path: string;
  readonly schema: string;
  readonly breaks: Readonly<Record<string, (copy: Part) => void>>;
}

const put = (part: Part | undefined, name: string, value: unknown): void => {
  if (part === undefined) throw new Error(`There is nothing to put ${name} into.`);
  Object.assign(part, { [name]: value });
};

const workflows = readdirSync(join(ROOT, ".github/workflows")).map((name) => `.github/workflows/${name}`);

const namesOf = (part: Part | undefined): string[] => Object.keys(part ?? {});

const scripts = namesOf(readPart("package.json")["scripts"]);

const firstJob = (workflow: Part): Part | undefined => Object.values(workflow["jobs"] ?? {})[0];

const cases: readonly Case[] = [
  {
    path: "azure.yaml",
    schema: "azure.yaml.json",
    breaks: {
      "a hook that azd does not know": (copy) => put(copy["hooks"], "beforeprovision", { run: "x" }),
      "a service without a folder": (copy) => delete copy["services"]?.["app"]?.["project"],
      "remote build in words": (copy) => put(copy["services"]?.["app"], "remoteBuild", "no"),
      "a shell that azd does not run": (copy) =>
        put(copy["hooks"]?.["preprovision"]?.["posix"], "shell", "bash"),
      "a name in capitals": (copy) => put(copy, "name", "Linewatch"),
    },
  },
  {
    path: "host.json",
    schema: "host.json",
    breaks: {
      "a misspelt setting": (copy) => put(copy["extensions"]?.["queues"], "visibilityTimeOut", "00:00:30"),
      "a time in seconds": (copy) => put(copy["extensions"]?.["queues"], "visibilityTimeout", 30),
      "a batch above 32": (copy) => put(copy["extensions"]?.["queues"], "batchSize", 33),
      "a level that is none": (copy) => put(copy["logging"]?.["logLevel"], "default", "Info"),
      "a setting of no host": (copy) => put(copy, "http", {}),
    },
  },
  {
    path: "infra/bicep/main.parameters.json",
    schema: "deployment-parameters.json",
    breaks: {
      "a bare value": (copy) => put(copy["parameters"], "location", "northeurope"),
      "no version": (copy) => delete copy["contentVersion"],
    },
  },
  {
    path: "infra/bicep/workbook.json",
    schema: "workbook.json",
    breaks: {
      "no items": (copy) => delete copy["items"],
      "an item of no type": (copy) => put(copy["items"]?.["0"], "type", 99),
      "a width as a number": (copy) => put(copy["items"]?.["0"], "customWidth", 50),
    },
  },
  {
    path: ".github/dependabot.yml",
    schema: "dependabot.json",
    breaks: {
      "another version": (copy) => put(copy, "version", 1),
      "an update without a schedule": (copy) => delete copy["updates"]?.["0"]?.["schedule"],
    },
  },
  ...workflows.map((path) => ({
    path,
    schema: "github-workflow.json",
    breaks: {
      "an event that does not exist": (copy: Part) => put(copy["on"], "pushed", null),
      "a misspelt key of a job": (copy: Part) => put(firstJob(copy), "timeout", 5),
      "a permission that does not exist": (copy: Part) => put(copy["permissions"], "content", "read"),
      "a job without a machine": (copy: Part) => delete firstJob(copy)?.["runs-on"],
      "a step that does nothing": (copy: Part) => put(firstJob(copy)?.["steps"], "0", { name: "x" }),
    },
  })),
];

describe.each(cases)("$path and its published schema", ({ path, schema, breaks }) => {
  const findFaults = compileSchema(schema);

  it("is as published", () => {
    expect(findFaults(readPart(path))).toEqual([]);
  });

  it.each(Object.keys(breaks))("would be refused with %s", (name) => {
    const copy = readPart(path);
    breaks[name]?.(copy);
    expect(findFaults(copy)).not.toEqual([]);
  });
});

describe("what a schema leaves open", () => {
  it("azure.yaml uses nothing that the extract does not describe", () => {
    const described = readPart("test/infra/schemas/azure.yaml.json")["properties"];
    const service = described?.["services"]?.["additionalProperties"]?.["properties"];
    const azure = readPart("azure.yaml");
    expect(namesOf(described)).toEqual(expect.arrayContaining(namesOf(azure)));
    expect(namesOf(described?.["infra"]?.["properties"])).toEqual(
      expect.arrayContaining(namesOf(azure["infra"])),
    );
    for (const used of Object.values(azure["services"] ?? {}))
      expect(namesOf(service)).toEqual(expect.arrayContaining(namesOf(used)));
  });

  it("host.json configures no extension that the extract does not describe", () => {
    const described = readPart("test/infra/schemas/host.json")["properties"]?.["extensions"]?.["properties"];
    const used = readPart("host.json")["extensions"];
    expect(namesOf(described)).toEqual(expect.arrayContaining(namesOf(used)));
  });

  it("each item of the workbook is one that the schema knows, not the first alone", () => {
    const findFaults = compileSchema("workbook.json");
    const workbook = readPart("infra/bicep/workbook.json");
    const items = Object.values(workbook["items"] ?? {});
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(findFaults({ ...workbook, items: [item] })).toEqual([]);
  });
});

describe.each(workflows)("%s", (path) => {
  const text = readText(path);
  const workflow = parseWorkflow(text);

  it("keeps this project's rules", () => {
    expect(findUnpinned(text)).toEqual([]);
    expect(findInjectable(workflow)).toEqual([]);
    expect(findTrusting(workflow)).toEqual([]);
    expect(findLeftTokens(workflow)).toEqual([]);
    expect(findEndless(workflow)).toEqual([]);
    expect(workflow.permissions).toEqual({ contents: "read" });
  });

  it("names scripts and files that exist", () => {
    expect(findMissing(text, scripts)).toEqual([]);
  });
});

describe("the workflows together", () => {
  it("may write only what a release and a sign-in to Azure need", () => {
    const writes = workflows.flatMap((path) =>
      listWrites(parseWorkflow(readText(path))).map((write) => `${path.split("/").at(-1) ?? ""} ${write}`),
    );
    expect(writes.toSorted()).toEqual([
      "infra.yml what-if: id-token",
      "release.yml publish: attestations",
      "release.yml publish: contents",
      "release.yml publish: id-token",
    ]);
  });

  it("use one commit of each action", () => {
    const uses = workflows.flatMap((path) => readText(path).match(/uses: .+/gu) ?? []);
    const actions = new Set(uses.map((line) => line.split("@")[0]));
    expect(new Set(uses).size).toBe(actions.size);
  });

  it("azure.yaml names scripts and files that exist", () => {
    const { infra }: { readonly infra: Readonly<Record<string, string>> } = parse(readText("azure.yaml"));
    expect(findMissing(readText("azure.yaml"), scripts)).toEqual([]);
    expect(findMissing(`${infra["path"]}/${infra["module"]}.bicep`, scripts)).toEqual([]);
  });
});

describe("the rules for workflows", () => {
  const bad = `
on: { pull_request_target: null }
jobs:
  build:
    runs-on: ubuntu-24.04
    permissions: { contents: write }
    steps:
      - uses: actions/checkout@v7
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020
      - run: echo "\${{ github.event.issue.title }}"
      - run: npm run no-such-script && node dev/no-such-file.ts && cat .github/none/*.bicepparam
`;
  const workflow = parseWorkflow(bad);

  it("find each fault", () => {
    expect(findUnpinned(bad)).toHaveLength(2);
    expect(findInjectable(workflow)).toHaveLength(1);
    expect(findTrusting(workflow)).toEqual(["pull_request_target"]);
    expect(findLeftTokens(workflow)).toEqual(["actions/checkout@v7"]);
    expect(findEndless(workflow)).toEqual(["build"]);
    expect(listWrites(workflow)).toEqual(["build: contents"]);
    expect(findMissing(bad, scripts)).toEqual([
      "no-such-script",
      "dev/no-such-file.ts",
      ".github/none/*.bicepparam",
    ]);
  });
});
