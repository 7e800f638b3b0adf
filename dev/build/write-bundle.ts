/** Puts a built bundle in its folder without a moment in which a part of it is missing or half written. */
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface BundleFile {
  /** Absolute. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/** Files that are as they should be stay untouched, others are replaced by renaming: two builds may run at once. */
export async function writeBundle(files: readonly BundleFile[]): Promise<void> {
  for (const file of files) await writeIfChanged(file);
}

/** Leaves only `wanted` in the folder: what older builds left there. */
export async function removeOthers(folder: string, wanted: readonly string[]): Promise<void> {
  const kept = new Set(wanted);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) if (!kept.has(file)) await rm(file, { force: true });
}

async function writeIfChanged({ path, contents }: BundleFile): Promise<void> {
  const existing = await readFile(path).catch(() => undefined);
  if (existing?.equals(contents) === true) return;
  await mkdir(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}.next`;
  await writeFile(next, contents);
  await rename(next, path);
}
