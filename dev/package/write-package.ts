/**
 * What is deployed, in one folder: the bundle, `host.json`, the policy with its schema beside it, and what tells the
 * platform that the bundle is an ES module. Files that are as they should be stay untouched; whatever else lies there goes.
 */
import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "../build.ts";
import { writeBundle } from "../build/write-bundle.ts";
import { keepOnly } from "./keep-only.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** The policy names its schema by this path, so it keeps it. */
const COPIED = ["host.json", "linewatch.yaml", "docs/policy.schema.json"];
const MANIFEST = { type: "module", main: "dist/main.mjs" };
/** Were `node_modules` excluded here, azd would have the platform build what needs no building. */
const IGNORED = "*.map\n";

/** @returns the files, as paths from the folder with slashes, in their order. */
export async function writePackage(folder: string): Promise<string[]> {
  const { outputs } = await build(join(folder, "dist"));
  const own = [
    { path: join(folder, "package.json"), contents: Buffer.from(`${JSON.stringify(MANIFEST, null, 2)}\n`) },
    { path: join(folder, ".funcignore"), contents: Buffer.from(IGNORED) },
    ...(await Promise.all(COPIED.map((name) => copyOf(name, folder)))),
  ];
  await writeBundle(own);
  const bundled = Object.keys(outputs).map((path) => join(ROOT, path));
  const files = [...own.map(({ path }) => path), ...bundled].map((path) => relative(folder, path));
  await keepOnly(folder, new Set(files));
  return files.map((path) => path.split(sep).join("/")).toSorted();
}

async function copyOf(name: string, folder: string): Promise<{ path: string; contents: Uint8Array }> {
  return { path: join(folder, name), contents: await readFile(join(ROOT, name)) };
}
