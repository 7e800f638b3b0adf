/** What azd is told of the hooks and of the package agrees with what is there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

const shell = z.strictObject({ shell: z.string(), interactive: z.literal(true), run: z.string() });
const azureYaml = z
  .looseObject({
    requiredVersions: z.strictObject({ azd: z.string() }),
    services: z.strictObject({ app: z.record(z.string(), z.unknown()) }),
    hooks: z.record(z.string(), z.strictObject({ posix: shell, windows: shell })),
  })
  .parse(parse(readFileSync(`${ROOT}azure.yaml`, "utf8")));

describe.each(Object.entries(azureYaml.hooks))("the hook %s", (_, { posix, windows }) => {
  it("is the same one line in both shells", () => {
    expect(posix).toEqual({ ...windows, shell: "sh" });
    expect(windows.shell).toBe("pwsh");
    expect(posix.run).toMatch(/^node infra\/hooks\/run\.mjs [a-z]+$/);
  });

  it("is there", () => {
    const name = posix.run.split(" ").at(-1) ?? "";
    expect(existsSync(`${ROOT}infra/hooks/${name}.ts`)).toBe(true);
  });
});

it("has all hooks that are there", () => {
  const runs = Object.values(azureYaml.hooks).map(({ posix }) => posix.run);
  const hooks = readdirSync(`${ROOT}infra/hooks`).filter((name) => /^(?:pre|post)\w+\.ts$/.test(name));
  expect(hooks.filter((name) => !runs.some((run) => `${run}.ts`.endsWith(` ${name}`)))).toEqual([]);
});

it("deploys the folder that the package is written to, without a build in Azure, by no azd that deletes a hub's group", () => {
  expect(azureYaml.services.app).toEqual({
    project: ".",
    dist: "build/package",
    language: "js",
    host: "function",
    remoteBuild: false,
  });
  expect(azureYaml.requiredVersions.azd).toBe(">= 1.25.0");
});

it("has a .funcignore only in the package: beside package.json azd would read it for what to build", () => {
  expect(existsSync(`${ROOT}.funcignore`)).toBe(false);
});
