/** Takes everything from a folder that does not belong there, whatever it is: a deployment takes all that it finds. */
import { readdir, rm } from "node:fs/promises";
import { join, sep } from "node:path";

/** `wanted`: files, by their paths from the folder. */
export async function keepOnly(folder: string, wanted: ReadonlySet<string>, below = ""): Promise<void> {
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = join(below, entry.name);
    if (entry.isFile() && wanted.has(path)) continue;
    if (entry.isDirectory() && holdsAny(path, wanted)) await keepOnly(folder, wanted, path);
    else await rm(join(folder, path), { recursive: true, force: true });
  }
}

function holdsAny(path: string, wanted: ReadonlySet<string>): boolean {
  return [...wanted].some((file) => file.startsWith(path + sep));
}
