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
import { standingOf, wants } from "../domain/part.ts";
import { waitsFor } from "../domain/policy.ts";
import type { Instant } from "../domain/time.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import { joinIncident } from "./join-incident.ts";
import type { Saved } from "./ports.ts";
import { requestLook } from "./request-look.ts";

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
  for (const record of owed.records) await deps.store.transitions.record(record);
  for (let start = 0; start < owed.archive.length; start += ARCHIVE_SIZE) {
    await deps.store.transitions.archive(owed.archive.slice(start, start + ARCHIVE_SIZE));
  }
  const told = await tellIncidents(deps, saved, owed);
  if (told === undefined) return "lost";
  if (told.value.owed === undefined) return "settled";
  const cleared = { ...told.value, owed: undefined };
  const version = await deps.store.connections.replace(cleared, told.version);
  return version === undefined ? "lost" : "settled";
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
      current = await joinIncident(deps, current, { kind, since, isLast: kind === kinds.at(-1) });
    } else if (part !== undefined) {
      await requestLook(deps, part.id);
    }
  }
  return current;
}

/** A member that is out, or flaps, joins again: whoever was told of its incident may have seen it end. */
function isWanted(deps: Deps, connection: Connection, kind: IncidentKind): boolean {
  const { identity, state, head, judged, incidents } = connection;
  const waits = { ...waitsFor(identity, deps.policy), judged };
  const part = incidents[kind];
  const standing = standingOf(state, head, waits, deps.clock.now());
  if (part === undefined || isPast(part)) return wants(kind, incidents, standing);
  return kind === "outage" ? state.name === "offline" : standing.flapsUntil !== undefined;
}
