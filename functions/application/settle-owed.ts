/**
 * Performs what a confirmed transition owes: the history record, the incident, then the queue message; and
 * clears the debt with one more compare-and-set. Every step is idempotent, so that a crash anywhere, or a
 * newcomer's write in between, means doing it again.
 */
import { isPast } from "../domain/connection.ts";
import type { Connection, Owed } from "../domain/connection.ts";
import { identityKey } from "../domain/identity.ts";
import { INCIDENT_KINDS } from "../domain/incident.ts";
import type { IncidentKind } from "../domain/incident.ts";
import { isIn, standingOf, wants } from "../domain/part.ts";
import { waitsFor } from "../domain/policy.ts";
import type { Instant } from "../domain/time.ts";
import { isParent, speakerOf, systemModuleOf } from "../domain/topology.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import { foldInChildren } from "./fold-in-children.ts";
import { joinIncident } from "./join-incident.ts";
import type { Saved } from "./ports.ts";
import { requestLook } from "./request-look.ts";
import { tellGateway } from "./tell-gateway.ts";

/** As many unconfirmed transitions as one document holds. */
const ARCHIVE_SIZE = 48;

/** @throws TransientError when the store or the queue cannot do it now; the debt stays, and the sweep finds it. */
export async function settleOwed(deps: Deps, saved: Saved<Connection>): Promise<void> {
  const { identity } = saved.value;
  let current: Saved<Connection> | undefined = saved;
  await contend(deps, `what ${identityKey(identity)} owes`, async () => {
    current ??= await deps.store.connections.read(identity);
    const outcome = current === undefined ? "settled" : await settle(deps, current);
    current = undefined;
    return outcome;
  });
}

async function settle(deps: Deps, saved: Saved<Connection>): Promise<"settled" | "lost"> {
  const { owed } = saved.value;
  if (owed === undefined) return "settled";
  const { identity } = saved.value;
  for (const record of owed.records) await deps.store.transitions.record(record);
  for (let start = 0; start < owed.archive.length; start += ARCHIVE_SIZE) {
    await deps.store.transitions.archive(owed.archive.slice(start, start + ARCHIVE_SIZE));
  }
  // Those below are looked at by what the gateway's document says: of a return it hears before anybody looks.
  const changed = owed.edge === true || owed.records.length > 0;
  if (changed && isParent(identity, deps.policy) && !isOut(saved.value))
    await tellThoseBelow(deps, saved.value, owed);
  const told = await tellIncidents(deps, saved, owed);
  if (told === undefined) return "lost";
  if (isOut(told.value) && (owed.edge === true || owed.incident))
    await tellThoseBelow(deps, told.value, owed);
  if (told.value.owed === undefined) return "settled";
  const cleared = { ...told.value, owed: undefined };
  const version = await deps.store.connections.replace(cleared, told.version);
  return version === undefined ? "lost" : "settled";
}

function isOut({ state }: Connection): boolean {
  return state.name === "offline" || state.name === "recovering";
}

/**
 * A gateway's document hears of its system modules; who is below a parent that is out is folded into its incident, and
 * who is in that is looked at when it is back.
 */
async function tellThoseBelow(deps: Deps, connection: Connection, { records }: Owed): Promise<void> {
  const { identity, state, incidents } = connection;
  const device = await tellGateway(deps, connection, records);
  if (device?.value.owed !== undefined) await settleOwed(deps, device);
  const parts = [incidents.outage, incidents.flapping]
    .filter((part) => part !== undefined)
    .filter((part) => isIn(part));
  const [part] = parts;
  if (state.name !== "offline") {
    for (const { id } of parts) await requestLook(deps, id);
  } else if (part !== undefined && speaksFor(connection, device?.value, deps)) {
    const isGateway = systemModuleOf(identity) !== undefined;
    const { hub, deviceId } = identity;
    await foldInChildren(deps, { hub, deviceId }, { incident: part.id, isGateway });
  }
}

/** Whether it is by this one that those below its device know whether that is out. */
function speaksFor({ identity }: Connection, device: Connection | undefined, { policy }: Deps): boolean {
  const module = systemModuleOf(identity);
  if (module !== undefined) return speakerOf(device?.edge) === module;
  return isParent(identity, policy);
}

/** When the outage was noticed: an older debt must not shorten the wait of a new one. */
function noticedAt({ since, records }: Owed): Instant {
  const last = records.findLast(({ state, retractedAt }) => state === "offline" && retractedAt === undefined);
  return last?.noticedAt ?? since;
}

/** Who is out, or flaps, joins; who is a member and is not has the incident look. */
async function tellIncidents(
  deps: Deps,
  saved: Saved<Connection>,
  owed: Owed,
): Promise<Saved<Connection> | undefined> {
  let current: Saved<Connection> | undefined = saved;
  const kinds = INCIDENT_KINDS.filter((kind) => (kind === "outage" ? owed.incident : owed.flapping === true));
  for (const kind of kinds) {
    if (current === undefined) return undefined;
    const { value } = current;
    const part = value.incidents[kind];
    if (isWanted(deps, value, kind)) {
      const since = kind === "outage" ? noticedAt(owed) : owed.since;
      const isLast = kind === kinds.at(-1) && !isParent(value.identity, deps.policy);
      const isRest = kind === "outage" && owed.rest === true;
      current = await joinIncident(deps, current, { kind, since, isLast, isRest });
    } else if (part !== undefined) {
      await requestLook(deps, part.id);
    }
  }
  return current;
}

/** A member that is out, or flaps, joins again: whoever was told of its incident may have seen it end. */
function isWanted(deps: Deps, connection: Connection, kind: IncidentKind): boolean {
  const { identity, state, judged, incidents } = connection;
  const waits = { ...waitsFor(identity, deps.policy), judged };
  const part = incidents[kind];
  const standing = standingOf(connection, waits, deps.clock.now());
  if (part === undefined || isPast(part)) return wants(kind, incidents, standing);
  if (standing.exempt !== undefined) return false;
  return kind === "outage" ? state.name === "offline" : standing.flapsUntil !== undefined;
}
