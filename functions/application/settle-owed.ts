/**
 * Performs what a confirmed transition owes: the history record, the incident, then the queue message; and
 * clears the debt with one more compare-and-set. Every step is idempotent, so that a crash anywhere, or a
 * newcomer's write in between, means doing it again.
 */
import type { Connection, Owed } from "../domain/connection.ts";
import { identityKey } from "../domain/identity.ts";
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
  const told = owed.incident ? await tellIncident(deps, saved, noticedAt(owed)) : saved;
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

/** Who is out joins; who is a member and is not out has the incident look. */
async function tellIncident(
  deps: Deps,
  saved: Saved<Connection>,
  since: Instant,
): Promise<Saved<Connection> | undefined> {
  const { state, incidents } = saved.value;
  if (state.name === "offline") return joinIncident(deps, saved, since);
  if (incidents.outage !== undefined) await requestLook(deps, incidents.outage.id);
  return saved;
}
