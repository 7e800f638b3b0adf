/**
 * Which incidents told of an identity at a past moment, by what the incidents themselves kept: the identity's document
 * names only the last one of each kind.
 */
import { outSince } from "../../domain/connection.ts";
import type { Connection } from "../../domain/connection.ts";
import { asKnownAt, knownFrom } from "../../domain/explain-as-known.ts";
import type { Telling } from "../../domain/explain-finding.ts";
import { identityKey } from "../../domain/identity.ts";
import { INCIDENT_KINDS, kindOfIncident, ofKind, previousIncidentId } from "../../domain/incident.ts";
import type { Incident, IncidentKind } from "../../domain/incident.ts";
import { hushedUntil, isIn } from "../../domain/part.ts";
import type { Reach } from "../../domain/reach.ts";
import type { Instant } from "../../domain/time.ts";
import type { IncidentMember, Store } from "../ports.ts";
import { theOneOf } from "./explain-incidents.ts";
import type { Incidents, Subject } from "./explain-incidents.ts";

type IncidentStore = Pick<Store["incidents"], "read" | "latest" | "membersOf">;

/** Whose past it is: as it was known at `at`, and as it is known now. */
interface Past extends Subject {
  readonly latest: Connection;
  /** What it is behind, and whether that let it. */
  readonly parents: readonly string[];
  readonly reach: Reach | undefined;
  readonly at: Instant;
}

/** So many incidents of its group are looked through, from the last one on. */
const LOOKED_THROUGH = 50;

export async function pastIncidents(store: IncidentStore, past: Past): Promise<Incidents> {
  const { connection, standing, latest, at } = past;
  const told: Telling[] = [];
  const found = new Map<IncidentKind, Incident>();
  let mayBeTold = false;
  let isSure = true;
  for (const kind of INCIDENT_KINDS) {
    const open = await openThen(store, past, kind);
    const parts = await Promise.all(open.known.map((incident) => partIn(store, past, incident)));
    const part = parts.find((one) => one.name === "in");
    if (part === undefined) {
      if (kind === "outage" && parts.some(({ name }) => name === "unknown")) mayBeTold = true;
      // What it was in before its present part nobody kept, but where a message spoke of it.
      if (!open.isWhole || (latest.incidents[kind]?.noticedAt ?? 0) > at) isSure = false;
      continue;
    }
    const incident = asOf(part.incident, at);
    found.set(kind, incident);
    const { announcedAt } = incident;
    if (announcedAt === undefined || announcedAt > at) continue;
    if (!isShown(incident, connection) || incident.told.length === 0) continue;
    if (part.joinedBy <= announcedAt && wasOutAt(past, kind, announcedAt)) {
      told.push({ kind, incident, at: announcedAt });
    }
    // It joined, or went out again, later; and nobody kept when that was told.
    else if (kind === "outage") mayBeTold = true;
  }
  const incident = theOneOf(found, connection, standing);
  return { told, mayBeTold, incident: incident === "none" && !isSure ? "unknown" : incident };
}

/** The incidents of which it may have been a member then. */
async function openThen(
  store: IncidentStore,
  { group, latest, reach, at }: Past,
  kind: IncidentKind,
): Promise<{ readonly known: readonly Incident[]; readonly isWhole: boolean }> {
  const part = latest.incidents[kind];
  const above =
    reach?.name === "out" && kind === kindOfIncident(reach.incident ?? "") ? reach.incident : undefined;
  const named = await Promise.all(
    [part?.id, above].map(async (id) => (id === undefined ? undefined : (await store.read(id))?.value)),
  );
  const ofGroup = await openAt(store, ofKind(group, kind).key, at);
  const isWhole = ofGroup !== "unknown";
  const known = distinct([...named, isWhole ? ofGroup : undefined]).filter((one) => isOpenAt(one, at));
  return { known, isWhole };
}

function distinct(incidents: readonly (Incident | undefined)[]): Incident[] {
  const byId = new Map(incidents.flatMap((one) => (one === undefined ? [] : [[one.id, one] as const])));
  return [...byId.values()];
}

/** The one of a group that was not over: they follow each other. */
async function openAt(
  { latest, read }: IncidentStore,
  group: string,
  at: Instant,
): Promise<Incident | "unknown" | undefined> {
  let incident = (await latest(group))?.value;
  for (let count = 0; incident !== undefined && incident.openedAt > at; count += 1) {
    if (count === LOOKED_THROUGH) return "unknown";
    const before = previousIncidentId(incident.id);
    incident = before === undefined ? undefined : (await read(before))?.value;
  }
  return incident;
}

function isOpenAt({ openedAt, state }: Incident, at: Instant): boolean {
  return openedAt <= at && (state.name !== "resolved" || state.at > at);
}

/** What was decided later is left out. */
function asOf(incident: Incident, at: Instant): Incident {
  const { state } = incident;
  const then = state.name === "resolved" && state.at <= at ? state : ({ name: "open" } as const);
  return { ...incident, state: then, owed: undefined, changes: undefined, dueAt: undefined };
}

function isShown({ shown }: Incident, { identity }: Connection): boolean {
  return shown.includes(identityKey(identity));
}

/** Its part in an incident that is over, if it is listed there. */
async function listed(
  { membersOf }: IncidentStore,
  { id, state }: Incident,
  { latest }: Past,
): Promise<IncidentMember | undefined> {
  const key = identityKey(latest.identity);
  const part = latest.incidents[kindOfIncident(id)];
  if (part?.id === id) return { key, from: outSince(part), to: part.backAt ?? part.goneAt };
  return state.name === "resolved" ? (await membersOf(id)).find((member) => member.key === key) : undefined;
}

/** Whether it was a member, and not past; `joinedBy`: it joined no later. */
type Part =
  | { readonly name: "in"; readonly incident: Incident; readonly joinedBy: Instant }
  | { readonly name: "out" | "unknown" };

async function partIn(store: IncidentStore, past: Past, incident: Incident): Promise<Part> {
  const { connection, latest, at } = past;
  const kind = kindOfIncident(incident.id);
  const part = latest.incidents[kind];
  // One that is kept, and was its part already, is its only one.
  const named = part && (part.id === incident.id ? incident : (await store.read(part.id))?.value);
  // Who goes on by itself counts as noticed before it joined: its incident may be younger than that.
  const wasNamed = named !== undefined && named.openedAt <= at;
  if (part !== undefined && part.noticedAt <= at && wasNamed) {
    const isItsPart = part.id === incident.id && isIn(connection.incidents[kind]);
    return isItsPart ? { name: "in", incident, joinedBy: part.noticedAt } : { name: "out" };
  }
  // One that has joined since, in its own right, and was not in it before.
  const isFirst = part?.firstOutAt === undefined && part?.behind !== true;
  if (part?.id === incident.id && isFirst) return { name: "out" };
  const member = await listed(store, incident, past);
  if (!isShown(incident, latest) || (member !== undefined && member.from > at)) return { name: "out" };
  const name = kind === "flapping" ? flappedIn(past) : wasOutIn(member, past);
  return name === "in" ? { name, incident, joinedBy: joinedBy(past, incident, member) } : { name };
}

/** Its part is kept as when it was out, not as when it joined: what held it back meanwhile nobody kept. */
function joinedBy(
  { connection, latest, parents, standing }: Past,
  { id, opener, openedAt }: Incident,
  member: IncidentMember | undefined,
): Instant {
  const isOpener = opener.key === identityKey(latest.identity);
  const isFirst = kindOfIncident(id) === "flapping" || member?.from === outageOf(connection);
  if (isOpener && isFirst) return openedAt;
  return parents.length > 0 || member === undefined ? Infinity : member.from + standing.waits.graceMs;
}

/** Until it connects again it may be a member though it flaps no more. */
function flappedIn({ connection: { state }, standing }: Past): Part["name"] {
  if (standing.flapsUntil !== undefined) return "in";
  return state.name === "online" ? "out" : "unknown";
}

function wasOutIn(member: IncidentMember | undefined, { connection, standing }: Past): Part["name"] {
  const { name } = connection.state;
  // Behind another one it may have been in it, from a moment on that nobody kept.
  if (name === "suspect") return "unknown";
  const since = outageOf(connection);
  if (since === undefined) return standing.flapsUntil === undefined ? "out" : "unknown";
  // While it flapped or waited its outage may have been none yet, or still the one before.
  if (standing.flapsUntil !== undefined || hushedUntil(standing) !== undefined) return "unknown";
  return since <= (member?.to ?? Infinity) ? "in" : "out";
}

/** An announcement speaks of members that are out then; of those who flap, of each. */
function wasOutAt({ latest, standing }: Past, kind: IncidentKind, at: Instant): boolean {
  if (kind === "flapping") return true;
  if (at < knownFrom(latest)) return false;
  const { state, head, incidents } = asKnownAt(latest, standing.waits, at);
  return state.name === "offline" || (head.link === "down" && isIn(incidents.outage, "behind"));
}

function outageOf({ state }: Connection): Instant | undefined {
  if (state.name === "recovering") return state.offlineSince;
  return state.name === "offline" ? state.since : undefined;
}
