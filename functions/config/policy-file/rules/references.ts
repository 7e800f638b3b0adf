/** `${NAME}` has a meaning inside receivers only; elsewhere it would silently be taken as text. */
import type { Finding, Path } from "../fault.ts";
import { entriesInside } from "../plain-value.ts";
import { hasReference } from "../reference.ts";

export function findMisplacedReferences(root: unknown): Finding[] {
  const found: Finding[] = [];
  for (const { path, value } of entriesInside(root)) {
    if (path[0] !== "receivers" && typeof value === "string" && hasReference(value))
      found.push(misplaced(path));
  }
  return found;
}

function misplaced(path: Path): Finding {
  return {
    path,
    at: "value",
    name: "reference-outside-receivers",
    words: "reads the environment, which works inside receivers only",
  };
}
