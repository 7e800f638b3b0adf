/**
 * Which incidents told of an identity at a past moment. Its document names the last one of each kind that it joined, and
 * since when; of those before, the incidents of its groups say at most that none of them told of it.
 */
import type { Connection, Membership } from "../../domain/connection.ts";
import type { Telling } from "../../domain/explain-finding.ts";
import { identityKey } from "../../domain/identity.ts";
import { INCIDENT_KINDS, groupOfIncident, previousIncidentId, spokenSince } from "../../domain/incident.ts";
import type { Incident, IncidentKind } from "../../domain/incident.ts";
import { isIn } from "../../domain/part.ts";
import type { Instant } from "../../domain/time.ts";
import type { Store } from "../ports.ts";
import { theOneOf } from "./explain-incidents.ts";
import type { Incidents, Subject } from "./explain-incidents.ts";

type IncidentStore = Pick<Store["incidents"], "read" | "latest">;

/** Whose past it is: as it was known at `at`, and as it is known now. */
export interface Past extends Subject {
  readonly latest: Connection;
  /** Keys of the groups of a kind in whose incidents it can have been; undefined where some are not kept. */
  readonly groupsOf: (kind: IncidentKind) => Promise<readonly string[] | undefined>;
  readonly at: Instant;
}

/** What it was in then. `mayBeTold`: and whether that had told of it. */
type Part =
  | { readonly name: "in"; readonly incident: Incident }
  | { readonly name: "none" }
  | { readonly name: "unknown"; readonly mayBeTold: boolean };

const NONE: Part = { name: "none" };

/** So many incidents of a group are looked through, from the last one on. */
const LOOKED_THROUGH = 50;

export async function pastIncidents(store: IncidentStore, past: Past): Promise<Incidents> {
  const { connection, standing } = past;
  const told: Telling[] = [];
  const found = new Map<IncidentKind, Incident>();
  let [mayBeTold, isSure] = [false, true];
  for (const kind of INCIDENT_KINDS) {
    const part = await partThen(store, past, kind);
    if (part.name === "unknown") {
      isSure = false;
      if (kind === "outage" && part.mayBeTold) mayBeTold = true;
    }
    if (part.name !== "in") continue;
    const { incident } = part;
    found.set(kind, asOpen(incident));
    const spoken = spokenOf(incident, past);
    if (spoken === "unknown" && kind === "outage") mayBeTold = true;
    if (typeof spoken === "number") told.push({ kind, incident, at: spoken });
  }
  const incident = theOneOf(found, connection, standing);
  return { told, mayBeTold, incident: incident === "none" && !isSure ? "unknown" : incident };
}

async function partThen(store: IncidentStore, past: Past, kind: IncidentKind): Promise<Part> {
  const { connection, latest, standing, at } = past;
  const part = latest.incidents[kind];
  if (part === undefined) return NONE;
  // It has joined nothing since.
  if (part.joinedAt !== undefined && part.joinedAt <= at) {
    if (!isIn(connection.incidents[kind])) return NONE;
    // It had come back, before evidence that came late said that it had not.
    if (part.backAt !== undefined && part.backAt + standing.waits.recoveryMs <= at) {
      return { name: "unknown", mayBeTold: true };
    }
    const incident = (await store.read(part.id))?.value;
    if (incident === undefined) return { name: "unknown", mayBeTold: true };
    return isOverAt(incident, at) ? NONE : { name: "in", incident };
  }
  return isAtRest(past) ? NONE : partBefore(store, past, kind, part);
}

/** Connected for long enough, and not flapping, it is in no incident. */
function isAtRest({ connection: { state }, standing }: Past): boolean {
  const { name } = state;
  return standing.flapsUntil === undefined && (name === "online" || name === "new" || name === "deleted");
}

/** In what it was before it joined its last one nobody kept; but where it was in none that is certain. */
async function partBefore(
  store: IncidentStore,
  past: Past,
  kind: IncidentKind,
  last: Membership,
): Promise<Part> {
  const { at } = past;
  const groups = await past.groupsOf(kind);
  if (groups === undefined) return { name: "unknown", mayBeTold: true };
  // Its last one may be of a group that is none of its own any more, and it may have been in that before.
  const all = new Set([groupOfIncident(last.id), ...groups]);
  const found = await Promise.all([...all].map((group) => openAt(store, group, at)));
  if (found.includes("unknown")) return { name: "unknown", mayBeTold: true };
  // A second part in an incident would know of the first, unless it was in that of another group between them.
  const isItsFirst = last.joinedAt !== undefined && last.firstOutAt === undefined && all.size === 1;
  const open = found
    .flatMap((list) => (list === "unknown" ? [] : list))
    .filter(({ id }) => !isItsFirst || id !== last.id);
  if (open.length === 0) return NONE;
  return { name: "unknown", mayBeTold: open.some((incident) => spokenOf(incident, past) !== "nothing") };
}

/** Those of a group that were not over: each is opened when the one before it is over, but as of an earlier moment. */
async function openAt(
  { latest, read }: IncidentStore,
  group: string,
  at: Instant,
): Promise<readonly Incident[] | "unknown"> {
  const found: Incident[] = [];
  let incident = (await latest(group))?.value;
  for (let count = 0; incident !== undefined && !isOverAt(incident, at); count += 1) {
    if (count === LOOKED_THROUGH) return "unknown";
    if (incident.openedAt <= at) found.push(incident);
    const before = previousIncidentId(incident.id);
    incident = before === undefined ? undefined : (await read(before))?.value;
  }
  return found;
}

function isOverAt({ state }: Incident, at: Instant): boolean {
  return state.name === "resolved" && state.at <= at;
}

/** What was decided later is left out. */
function asOpen(incident: Incident): Incident {
  return { ...incident, state: { name: "open" }, owed: undefined, changes: undefined, dueAt: undefined };
}

/** Since when, by then, its messages spoke of it. */
function spokenOf(incident: Incident, { latest, at }: Past): Instant | "nothing" | "unknown" {
  const key = identityKey(latest.identity);
  const { announcedAt, shown, told } = incident;
  if (announcedAt === undefined || announcedAt > at || told.length === 0) return "nothing";
  if (!shown.includes(key)) return "nothing";
  const since = spokenSince(incident, key);
  if (since === undefined) return "unknown";
  return since <= at ? since : "nothing";
}
