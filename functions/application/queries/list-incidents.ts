/** Incidents, newest first. */
import type { Incident } from "../../domain/incident.ts";
import type { Instant } from "../../domain/time.ts";
import type { Store } from "../ports.ts";

/** What a caller may ask for. One that is about to end is still open to the outside. */
export const INCIDENT_STATES = ["open", "resolved"] as const;
type ShownIncidentState = (typeof INCIDENT_STATES)[number];

const STORED_STATES = { open: ["open", "ending"], resolved: ["resolved"] } as const;

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
  // One query for both, since one that goes from the one to the other between two would be in neither.
  const filter = state === undefined ? {} : { state: STORED_STATES[state] };
  const found = await store.incidents.page(filter, after, top + 1);
  const incidents = found.slice(0, top);
  const last = incidents.at(-1);
  if (found.length <= top || last === undefined) return { incidents };
  return { incidents, next: { openedAt: last.openedAt, id: last.id } };
}
