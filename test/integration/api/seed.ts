/** Data to read back: connections, incidents and transitions as the use cases would have left them. */
import type { Connection, ConnectionState, Head, RecentEvent } from "../../../functions/domain/connection.ts";
import { NO_EVENTS } from "../../../functions/domain/fold.ts";
import type { Identity } from "../../../functions/domain/identity.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { parseSequence } from "../../../functions/domain/sequence.ts";
import type { Sequence } from "../../../functions/domain/sequence.ts";
import type { Instant } from "../../../functions/domain/time.ts";

/** 2026-11-21T09:00:00.000Z */
export const NINE: Instant = Date.UTC(2026, 10, 21, 9);

export function sequence(number: number): Sequence {
  const parsed = parseSequence(number.toString(16));
  if (parsed === undefined) throw new RangeError("not a sequence number");
  return parsed;
}

export function device(deviceId: string, hub = "contoso-hub"): Identity {
  return { hub, deviceId };
}

export function module(deviceId: string, moduleId: string, hub = "contoso-hub"): Identity {
  return { hub, deviceId, moduleId };
}

/** States that began at nine. */
export const STATES = {
  new: { name: "new", registeredAt: NINE },
  online: { name: "online", since: NINE, cause: sequence(1) },
  suspect: { name: "suspect", since: NINE, cause: sequence(2), deadline: NINE + 300_000 },
  offline: { name: "offline", since: NINE, cause: sequence(2) },
  recovering: {
    name: "recovering",
    since: NINE,
    cause: sequence(3),
    offlineSince: NINE - 600_000,
    deadline: NINE + 90_000,
  },
  deleted: { name: "deleted", at: NINE },
} as const satisfies Record<string, ConnectionState>;

export function connection(
  identity: Identity,
  state: ConnectionState,
  more: Partial<Connection> = {},
): Connection {
  return { identity, state, base: NO_EVENTS, recent: [], head: headOf(state), incidents: {}, ...more };
}

function headOf(state: ConnectionState): Head {
  if (state.name === "new" || state.name === "deleted") return NO_EVENTS;
  const { since, cause } = state;
  const isUp = state.name === "online" || state.name === "recovering";
  const seen = isUp ? { lastConnectedAt: since } : { lastDisconnectedAt: since };
  return { ...NO_EVENTS, ...seen, link: isUp ? "up" : "down", cause, since, clock: since };
}

/** One disconnect or connect, learnt a second after it happened. */
export function event(kind: RecentEvent["kind"], number: number, at: Instant): RecentEvent {
  return { kind, sequence: sequence(number), at, eventId: `event-${number}`, noticedAt: at + 1_000 };
}

export function incident(id: string, more: Partial<Incident> = {}): Incident {
  return {
    id,
    group: id.slice(0, id.lastIndexOf("!")),
    hub: "contoso-hub",
    subject: "rpihat2",
    code: "K7QM",
    state: { name: "open" },
    openedAt: NINE,
    opener: { key: "contoso-hub!rpihat2", until: NINE },
    told: [],
    shown: [],
    ...more,
  };
}
