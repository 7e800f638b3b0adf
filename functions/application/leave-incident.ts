/** Takes an identity out of an incident that is over for it though it is not back: it goes on by itself. */
import { identityKey } from "../domain/identity.ts";
import type { Identity } from "../domain/identity.ts";
import { kindOfIncident } from "../domain/incident.ts";
import { isIn, left } from "../domain/part.ts";
import { owe } from "../domain/owe.ts";
import type { Connection } from "../domain/connection.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import type { Saved } from "./ports.ts";

/**
 * What it owes from then on is written with it: an incident of its own, where it is still out.
 * @returns the connection as saved; undefined where it is no member any more.
 */
export function leaveIncident(
  deps: Deps,
  identity: Identity,
  incident: string,
): Promise<Saved<Connection> | undefined> {
  const kind = kindOfIncident(incident);
  return contend(deps, `the part of ${identityKey(identity)}`, async () => {
    const saved = await deps.store.connections.read(identity);
    const part = saved?.value.incidents[kind];
    if (saved === undefined || part?.id !== incident || !isIn(part)) return undefined;
    const now = deps.clock.now();
    const { value } = saved;
    const isOut = value.state.name === "offline";
    const debt = {
      since: now,
      records: [],
      archive: [],
      incident: isOut,
      rest: isOut ? (true as const) : undefined,
    };
    const incidents = { ...value.incidents, [kind]: left(part, now) };
    const next = { ...value, incidents, owed: owe(value.owed, debt) };
    const version = await deps.store.connections.replace(next, saved.version);
    return version === undefined ? "lost" : { value: next, version };
  });
}
