/** What is owed, added up. */
import type { Owed } from "./connection.ts";

/** What was owed and what is owed now, together; the older debt keeps its date. */
export function owe(old: Owed | undefined, fresh: Owed): Owed | undefined {
  const looks = fresh.incident || fresh.flapping === true || fresh.edge === true;
  if (fresh.records.length === 0 && fresh.archive.length === 0 && !looks) return old;
  if (old === undefined) return fresh;
  return {
    since: old.since,
    records: [...old.records, ...fresh.records],
    archive: [...old.archive, ...fresh.archive],
    incident: old.incident || fresh.incident,
    flapping: old.flapping ?? fresh.flapping,
    edge: old.edge ?? fresh.edge,
    rest: old.rest ?? fresh.rest,
  };
}
