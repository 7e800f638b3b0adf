/** The app's root folder: the one with `host.json`, beside which the policy file lies. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The nearest folder with a `host.json` at or above `from`: this module's, whether it is run from its source or from
 * a bundle. Where there is none, the folder in which the search began.
 */
export function findAppRoot(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "host.json"))) return folder;
    if (folder === dirname(folder)) return from;
  }
}
