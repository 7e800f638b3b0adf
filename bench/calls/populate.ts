/** Fills a store with a fleet: most online, one in a hundred offline in an incident of its own, one in fifty suspect. */
import type { ConnectionStore } from "../../functions/application/ports.ts";
import type { Connection } from "../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../functions/domain/decide.ts";
import type { ConnectionEvent } from "../../functions/domain/evidence.ts";
import { incidentId } from "../../functions/domain/incident.ts";
import { deviceKey } from "../../functions/domain/identity.ts";
import { parseSequence } from "../../functions/domain/sequence.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { deviceName, HUB, sequenceText } from "../events.ts";
import { POLICY } from "../product.ts";

const WAITS = {
  graceMs: 5 * MINUTE_MS,
  recoveryMs: 90 * SECOND_MS,
  damping: POLICY.flapping,
  renewal: POLICY.renewal,
};
/** The devices of the stories are not among them. */
const FIRST = 1_000;

export async function populate(connections: ConnectionStore, count: number, before: Instant): Promise<void> {
  for (let index = FIRST; index < FIRST + count; index += 1) {
    await connections.create(connectionOf(index, before - HOUR_MS));
  }
}

function connectionOf(index: number, at: Instant): Connection {
  const identity = { hub: HUB, deviceId: deviceName(index) };
  const online = after(unknownConnection(identity), "connected", at);
  if (index % 50 === 1) return after(online, "disconnected", at + MINUTE_MS);
  if (index % 100 !== 0) return online;
  const offline = after(online, "disconnected", at + MINUTE_MS, at + HOUR_MS);
  const id = incidentId(deviceKey(identity), "0");
  return { ...offline, incidents: { outage: { id, outAt: at + MINUTE_MS, noticedAt: at + HOUR_MS } } };
}

/** What was owed has been performed. */
function after(
  connection: Connection,
  kind: ConnectionEvent["kind"],
  at: Instant,
  now: Instant = at + SECOND_MS,
): Connection {
  const sequence = parseSequence(sequenceText(connection.recent.length + 1));
  if (sequence === undefined) throw new Error("not a sequence number");
  return { ...decide(connection, { kind, sequence, at, eventId: "e" }, WAITS, now).next, owed: undefined };
}
