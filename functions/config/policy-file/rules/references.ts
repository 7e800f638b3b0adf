/** `${NAME}` has a meaning inside receivers only; elsewhere it would silently be taken as text. */
import type { Finding, Path } from "../fault.ts";
import { entriesOf, itemsOf } from "../plain-value.ts";
import { hasReference } from "../reference.ts";

/** No policy is deeper; aliases may make a file endlessly deep. */
const maxDepth = 12;

export function findMisplacedReferences(root: unknown): Finding[] {
  return entriesOf(root).flatMap(([key, value]) => (key === "receivers" ? [] : search(value, [key])));
}

function search(value: unknown, path: Path): Finding[] {
  if (typeof value === "string") return hasReference(value) ? [misplaced(path)] : [];
  if (path.length >= maxDepth) return [];
  return [...itemsOf(value), ...entriesOf(value)].flatMap(([step, child]) => search(child, [...path, step]));
}

function misplaced(path: Path): Finding {
  return {
    path,
    at: "value",
    name: "reference-outside-receivers",
    words: "reads the environment, which works inside receivers only",
  };
}
