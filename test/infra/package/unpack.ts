/** The package as Azure gets it: what `.funcignore` leaves of the folder, in an empty folder elsewhere. */
import { cp, readFile, readdir } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";

/** All files below a folder, by their paths from it, with slashes and in order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .toSorted();
}

/** `.funcignore` itself stays behind too, as azd leaves it. */
export async function unpack(folder: string, to: string): Promise<void> {
  const endings = (await readFile(join(folder, ".funcignore"), "utf8")).trim().split("\n");
  const ignored = (path: string): boolean =>
    basename(path) === ".funcignore" || endings.some((ending) => path.endsWith(ending.replace(/^\*/, "")));
  await cp(folder, to, { recursive: true, filter: (path) => !ignored(path) });
}

/** About what a zip of it takes: each file by itself, as zips compress. */
export async function zippedBytes(folder: string): Promise<number> {
  const files = (await filesBelow(folder)).map((path) => join(folder, path));
  const sizes = await Promise.all(
    files.map(async (path) => (await deflate(await readFile(path))).byteLength),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const deflate = promisify(deflateRaw);
