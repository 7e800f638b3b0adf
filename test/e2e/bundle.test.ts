/** What is deployed: what is loaded at every cold start, and what is left standing when the configuration is faulty. */
import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Metafile } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";

import { build } from "../../dev/build.ts";
import { makeFolder } from "./policy-file.ts";
import { endAll, root, run } from "./process.ts";

const folder = makeFolder();
let outputs: Metafile["outputs"];

beforeAll(async () => {
  outputs = (await build(join(folder.path, "dist"))).outputs;
});
afterAll(async () => {
  await endAll();
  folder.remove();
});

/** The path of `main.mjs` in the metafile. */
const mainOf = (): string => Object.keys(outputs).find((path) => basename(path) === "main.mjs") ?? "";

/** `main.mjs` and all chunks that are loaded with it. */
function loadedAtStart(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const imported of outputs[path]?.imports ?? []) {
    if (imported.external !== true && imported.kind !== "dynamic-import") loadedAtStart(imported.path, seen);
  }
  return seen;
}

it("loads only what every start needs", () => {
  const loaded = [...loadedAtStart(mainOf())];
  const inputs = loaded.flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
  const externals = loaded.flatMap((path) => (outputs[path]?.imports ?? []).map((imported) => imported.path));
  expect(inputs).toContain("functions/main.ts");
  expect(inputs.filter((path) => /node_modules\/@azure\/storage-queue\//.test(path))).not.toEqual([]);
  const heavy = /node_modules\/(twilio|@azure\/cosmos|@azure\/identity)\/|adapters\/(sqlite|cosmos)\//;
  expect(inputs.filter((path) => heavy.test(path))).toEqual([]);
  expect(externals).not.toContain("node:sqlite");
});

it("has everything in it but what the platform provides", () => {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  const packages = imports.filter(({ external, path }) => external === true && !isBuiltin(path));
  expect([...new Set(packages.map(({ path }) => path))]).toEqual(["@azure/functions-core"]);
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  for (const name of ["twilio", "@azure/cosmos", "@azure/identity"]) {
    expect(inputs.some((path) => path.includes(`node_modules/${name}/`))).toBe(true);
  }
});

it("lies in dist once the app has been started", { timeout: 60_000 }, async () => {
  const running = run("dev/start.ts", ["--json", "--port", "0", "--outbox-port", "0", "--scenario", "none"]);
  await running.firstLine();
  await running.end("SIGTERM");
  expect(existsSync(`${root}dist/main.mjs`)).toBe(true);
});

it("with a faulty configuration leaves health standing, which says what is wrong and no value", async () => {
  const secret = "not-a-connection-string-but-secret";
  const policy = folder.write("faulty.yaml", "receivers: {}\nroutes: [{ notify: [nobody] }]\n");
  const running = run(fileURLToPath(new URL("./faulty-host.ts", import.meta.url)), [], {
    AzureWebJobsStorage: secret,
    TWILIO_FROM: "<secret sender>",
    LINEWATCH_POLICY: policy,
  });
  const lineSchema = z.object({ url: z.string(), functions: z.array(z.string()) });
  const { url, functions } = lineSchema.parse(JSON.parse(await running.firstLine()));
  expect(functions).toEqual(["health"]);

  const response = await fetch(`${url}/api/health`);
  expect(response.status).toBe(503);
  const text = await response.text();
  const { problems } = z.object({ problems: z.array(z.string()) }).parse(JSON.parse(text));
  for (const words of [
    /^AzureWebJobsStorage /,
    /^COSMOS_ENDPOINT /,
    /^TWILIO_FROM /,
    /^faulty\.yaml:1:12 /,
  ]) {
    expect(problems.filter((problem) => words.test(problem))).not.toEqual([]);
  }
  expect(text + running.stderr()).not.toContain(secret);
  expect(text + running.stderr()).not.toContain("secret sender");
  expect(text).not.toContain(folder.path);
  expect((await fetch(`${url}/api/devices`)).status).toBe(404);
  expect(await running.end("SIGTERM")).toMatchObject({ code: 0 });
});
