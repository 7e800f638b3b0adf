/**
 * A device as one row of a list: its own connection or, where that says nothing, the connections of its
 * modules put together. Computed when it is read; nothing of it is stored.
 */
import { isPast, lastSeen } from "./connection.ts";
import type { Connection, ConnectionState, StateName } from "./connection.ts";
import type { Instant } from "./time.ts";

/** What failed, as far as the two system modules of a gateway can tell. */
export type Verdict = "site" | "edgeHub" | "edgeAgent" | "none";

export interface Gateway {
  /** The states of `$edgeAgent` and `$edgeHub`; undefined for one that was never heard of. */
  readonly agent: StateName | undefined;
  readonly hub: StateName | undefined;
  readonly verdict: Verdict;
}

export interface DeviceRow {
  readonly hub: string;
  readonly deviceId: string;
  readonly state: StateName;
  /** When that state began: `registeredAt` of one that is `new`, and so undefined where nothing is known. */
  readonly since: Instant | undefined;
  /** The end of the grace or of the recovery, in `suspect` and `recovering`. */
  readonly deadline: Instant | undefined;
  readonly lastConnectedAt: Instant | undefined;
  readonly lastDisconnectedAt: Instant | undefined;
  readonly lastSeenAt: Instant | undefined;
  readonly incidentId: string | undefined;
  /** Only for a gateway. */
  readonly gateway: Gateway | undefined;
  /** All of the device, as they were given. */
  readonly connections: readonly Connection[];
}

/** From the best to the worst, for a row that has to speak for several; `deleted` only if nothing else is there. */
const BADNESS: { readonly [Name in StateName]: number } = {
  deleted: 0,
  online: 1,
  new: 2,
  suspect: 3,
  recovering: 4,
  offline: 5,
};

/**
 * The root cause by the two system modules: one is out when it is `offline`. A module that is missing, or
 * deleted, testifies to nothing: the verdict is then that of the other alone, and `site` needs both.
 */
export function verdictOf(agent: StateName | undefined, hub: StateName | undefined): Verdict {
  if (hub === "offline") return agent === "offline" ? "site" : "edgeHub";
  return agent === "offline" ? "edgeAgent" : "none";
}

function sinceOf(state: ConnectionState): Instant | undefined {
  switch (state.name) {
    case "new":
      return state.registeredAt;
    case "deleted":
      return state.at;
    case "online":
    case "suspect":
    case "offline":
    case "recovering":
      return state.since;
    default:
      return state satisfies never;
  }
}

function deadlineOf(state: ConnectionState): Instant | undefined {
  return state.name === "suspect" || state.name === "recovering" ? state.deadline : undefined;
}

/**
 * Of two in the same state, a bad one is as old as the first of them, and a good one as young as the last:
 * a device is out since something of it is, and back since all of it is.
 */
function outweighs(one: ConnectionState, other: ConnectionState): boolean {
  const difference = BADNESS[one.name] - BADNESS[other.name];
  if (difference !== 0) return difference > 0;
  const laterBy = (sinceOf(one) ?? 0) - (sinceOf(other) ?? 0);
  return one.name === "offline" || one.name === "suspect" ? laterBy < 0 : laterBy > 0;
}

/** The one whose state speaks for all of them. */
function worstOf(connections: readonly Connection[]): Connection {
  return connections.reduce((worst, next) => (outweighs(next.state, worst.state) ? next : worst));
}

function latest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function isAlive(connection: Connection): boolean {
  return connection.state.name !== "deleted";
}

function isSystemModule({ identity }: Connection): boolean {
  return identity.moduleId === "$edgeAgent" || identity.moduleId === "$edgeHub";
}

function stateOfModule(connections: readonly Connection[], moduleId: string): StateName | undefined {
  return connections.find(({ identity }) => identity.moduleId === moduleId)?.state.name;
}

function gatewayOf(connections: readonly Connection[]): Gateway | undefined {
  if (!connections.some((connection) => isSystemModule(connection) && isAlive(connection))) return undefined;
  const agent = stateOfModule(connections, "$edgeAgent");
  const hub = stateOfModule(connections, "$edgeHub");
  return { agent, hub, verdict: verdictOf(agent, hub) };
}

/**
 * Those whose states make the row's: of a gateway its system modules, since its own identity never connects;
 * else the device; else its modules. Deleted modules are silent while another one is there.
 */
function speakersOf(connections: readonly Connection[], isGateway: boolean): readonly Connection[] {
  const own = connections.filter(({ identity }) => identity.moduleId === undefined);
  const candidates = isGateway ? connections.filter(isSystemModule) : own.length > 0 ? own : connections;
  const living = candidates.filter(isAlive);
  return living.length > 0 ? living : candidates;
}

/**
 * The row of one device from its connections, the modules' included, in any order. A gateway is a device with
 * a system module that is not deleted. Times are the greatest of those who speak for the row, but a gateway, or
 * a device of which only modules are known, was last seen when anything of it was. The incident is that in which
 * the one is out whose state the row has, or else any other of the device, one of an outage before one of flapping. Throws `RangeError` when there are none.
 */
export function deviceRow(connections: readonly Connection[]): DeviceRow {
  const [first] = connections;
  if (first === undefined) throw new RangeError("a device's row needs at least one of its connections");
  const gateway = gatewayOf(connections);
  const speakers = speakersOf(connections, gateway !== undefined);
  const speaker = worstOf(speakers);
  const seen = speaker.identity.moduleId === undefined ? speakers : connections;
  const parts = [speaker, ...speakers, ...connections].map(({ incidents }) => incidents);
  const current = [...parts.map(({ outage }) => outage), ...parts.map(({ flapping }) => flapping)].find(
    (part) => part !== undefined && !isPast(part),
  );
  return {
    hub: first.identity.hub,
    deviceId: first.identity.deviceId,
    state: speaker.state.name,
    since: sinceOf(speaker.state),
    deadline: deadlineOf(speaker.state),
    lastConnectedAt: latest(speakers.map(({ head }) => head.lastConnectedAt)),
    lastDisconnectedAt: latest(speakers.map(({ head }) => head.lastDisconnectedAt)),
    lastSeenAt: latest(seen.map(lastSeen)),
    incidentId: current?.id,
    gateway,
    connections,
  };
}
