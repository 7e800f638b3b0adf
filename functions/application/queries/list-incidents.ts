/** Incidents, newest first. */
import type { Incident } from "../../domain/incident.ts";
import type { Instant } from "../../domain/time.ts";
import type { Store } from "../ports.ts";

/** What a caller may ask for. One that is about to end is still open to the outside. */
export const INCIDENT_STATES = ["open", "resolved"] as const;
type ShownIncidentState = (typeof INCIDENT_STATES)[number];

export interface IncidentCursor {
  readonly openedAt: Instant;
  readonly id: string;
}

interface IncidentList {
  readonly incidents: readonly Incident[];
  readonly next?: IncidentCursor;
}

export function shownState(incident: Incident): ShownIncidentState {
  return incident.state.name === "resolved" ? "resolved" : "open";
}

/** At most `top` incidents, beginning after `after`. */
export async function listIncidents(
  store: Store,
  state: ShownIncidentState | undefined,
  after: IncidentCursor | undefined,
  top: number,
): Promise<IncidentList> {
  const filters = state === "open" ? (["open", "ending"] as const) : [state];
  const pages = await Promise.all(
    filters.map((name) => store.incidents.page(name === undefined ? {} : { state: name }, after, top + 1)),
  );
  // One that changed between the two readings is in both.
  const byId = new Map(pages.flat().map((incident) => [incident.id, incident]));
  const found = [...byId.values()].toSorted(newestFirst);
  const incidents = found.slice(0, top);
  const last = incidents.at(-1);
  if (found.length <= top || last === undefined) return { incidents };
  return { incidents, next: { openedAt: last.openedAt, id: last.id } };
}

function newestFirst(left: Incident, right: Incident): number {
  if (left.openedAt !== right.openedAt) return right.openedAt - left.openedAt;
  return left.id < right.id ? 1 : -1;
}
