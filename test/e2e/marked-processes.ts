/** Finds processes by a variable in their environment, children of dead parents included. Linux tells; others do not. */
import { readdirSync, readFileSync } from "node:fs";

/** Ids of the processes that were started with `mark` in their environment; none where there is no `/proc`. */
export function processesMarked(mark: string): string[] {
  return processIds().filter((id) => environmentOf(id).includes(mark));
}

function processIds(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Empty for processes of others, and for one that ended meanwhile. */
function environmentOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/environ`, "utf8");
  } catch {
    return "";
  }
}
