/** The bundle, built only where something that went into it has changed: a build takes seconds, looking does not. */
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import * as z from "zod";

import { build } from "../build.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const RECORD = `${ROOT}node_modules/.cache/linewatch/bundle.json`;
/** They decide about the bundle and are not in it; the lock stands for packages, whose files have no dates. */
const RECIPE = ["dev/build.ts", "dev/build/write-bundle.ts", "package-lock.json", "tsconfig.json"];

/** Path from the root → size and date. */
const recordSchema = z.record(z.string(), z.string());
type Record = z.infer<typeof recordSchema>;

/** @returns the address of `main.mjs`. */
export async function ensureBundle(): Promise<URL> {
  if (!(await isUpToDate())) {
    const startedAt = Date.now();
    const { inputs, outputs } = await build();
    const sources = [...RECIPE, ...Object.keys(inputs)];
    if (!(await anyChangedSince(startedAt, sources))) await remember([...sources, ...Object.keys(outputs)]);
  }
  return new URL("../../dist/main.mjs", import.meta.url);
}

async function isUpToDate(): Promise<boolean> {
  const record = await readRecord();
  const paths = Object.keys(record);
  const stamps = await Promise.all(paths.map(stampOf));
  return paths.length > 0 && paths.every((path, n) => stamps[n] === record[path]);
}

async function readRecord(): Promise<Record> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(RECORD, "utf8")));
  } catch {
    return {};
  }
}

/** Undefined for a file that is not there. */
async function stampOf(path: string): Promise<string | undefined> {
  const found = await stat(ROOT + path).catch(() => undefined);
  return found === undefined ? undefined : `${found.size} ${found.mtimeMs}`;
}

/** Then the bundle may hold neither the old nor the new text of a source. */
async function anyChangedSince(instant: number, paths: readonly string[]): Promise<boolean> {
  const found = await Promise.all(paths.map((path) => stat(ROOT + path).catch(() => undefined)));
  return found.some((one) => one !== undefined && one.mtimeMs >= instant);
}

async function remember(paths: readonly string[]): Promise<void> {
  const stamps = await Promise.all(paths.map(async (path) => [path, await stampOf(path)] as const));
  const record = Object.fromEntries(stamps.filter(([, stamp]) => stamp !== undefined));
  await mkdir(dirname(RECORD), { recursive: true });
  await writeFile(`${RECORD}.${process.pid}`, JSON.stringify(record));
  await rename(`${RECORD}.${process.pid}`, RECORD);
}
