/**
 * `__proto__` as a name: the schema library leaves it out of what it has read instead of refusing it, so that a
 * receiver or a tag of that name would be lost without a word.
 */
import type { Finding } from "../fault.ts";
import { entriesInside } from "../plain-value.ts";

export function findPrototypeNames(root: unknown): Finding[] {
  const found: Finding[] = [];
  for (const { path } of entriesInside(root)) {
    if (path.at(-1) !== "__proto__") continue;
    found.push({ path, at: "key", name: "bad-name", words: "cannot be the name of anything" });
  }
  return found;
}
