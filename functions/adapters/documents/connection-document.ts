/** The document of a connection. What is queried lies at the top level, present only while it applies. */
import * as z from "zod";
import type { Connection, Judged, Membership, Owed, Tombstone } from "../../domain/connection.ts";
import { deviceKey, identityKey, parseIdentityKey, type Identity } from "../../domain/identity.ts";
import type { RegistryFacts } from "../../domain/registry.ts";
import { head, recentEvents, rowOfEvent, shapeOfHead } from "./connection-fold-shape.ts";
import { shapeOfState, stateFields, stateOfShape } from "./connection-state-shape.ts";
import type { DocumentBody } from "./container.ts";
import { instant, sequence, sequenceText, version } from "./fields.ts";
import { shapeOfTransition, transitionOfShape, transitionShape } from "./transition-shape.ts";

const membership = z.strictObject({
  outAt: instant,
  firstOutAt: instant.optional(),
  noticedAt: instant,
  joinedAt: instant.optional(),
  backAt: instant.optional(),
  goneAt: instant.optional(),
  goneFor: z.enum(["disabled", "gateway"]).optional(),
  behind: z.literal(true).optional(),
});

const owed = z.strictObject({
  records: z.array(transitionShape),
  archive: z.array(transitionShape),
  incident: z.boolean(),
  flapping: z.literal(true).optional(),
  edge: z.literal(true).optional(),
  rest: z.literal(true).optional(),
});

const edgeModule = z.strictObject({
  out: z.boolean(),
  since: instant.optional(),
  incident: z.string().optional(),
  returnedAt: instant.optional(),
});

const tombstone = z.strictObject({
  at: instant,
  inferred: z
    .strictObject({ former: z.strictObject({ sequence, at: instant }).exactOptional() })
    .exactOptional(),
});

const common = {
  v: version,
  id: z.string(),
  pk: z.string(),
  hub: z.string(),
  deviceId: z.string(),
  /** The ids of the incidents it belongs to; the rest of each membership is in `outage` and `flapping`. */
  incident: z.string().optional(),
  outage: membership.optional(),
  flappingIncident: z.string().optional(),
  flapping: membership.optional(),
  held: z.strictObject({ outAt: instant, until: instant, rest: z.literal(true).optional() }).optional(),
  edge: z.strictObject({ agent: edgeModule.optional(), hub: edgeModule.optional() }).optional(),
  /** The key of the device above it, by the registry; the rest of that is in `registry`. */
  parent: z.string().optional(),
  registry: z.strictObject({ at: instant, enabled: z.boolean() }).optional(),
  wakeAt: instant.optional(),
  owedSince: instant.optional(),
  owed: owed.optional(),
  changedAt: instant.optional(),
  registeredAt: instant.optional(),
  lastSeenAt: instant.optional(),
  judged: z.strictObject({ cause: sequence, link: z.enum(["up", "down"]), afterMs: z.number() }).optional(),
  tombstone: tombstone.optional(),
  head,
  base: head,
  recent: recentEvents,
};

const schema = z.discriminatedUnion("state", [
  z.strictObject({ ...common, ...stateFields.new }),
  z.strictObject({ ...common, ...stateFields.online }),
  z.strictObject({ ...common, ...stateFields.suspect }),
  z.strictObject({ ...common, ...stateFields.offline }),
  z.strictObject({ ...common, ...stateFields.recovering }),
  z.strictObject({ ...common, ...stateFields.deleted }),
]);

type Read = z.output<typeof schema>;
type Written = z.input<typeof schema>;

/** Written field by field, without a look at the schema: this happens for each event, and the types say the same. */
export function connectionToDocument(connection: Connection): DocumentBody {
  const { identity, state, incidents, owed: debts, judged, tombstone: grave } = connection;
  return {
    v: 1,
    id: identityKey(identity),
    pk: deviceKey(identity),
    hub: identity.hub,
    deviceId: identity.deviceId,
    ...shapeOfState(state, connection.wakeAt),
    ...(incidents.outage === undefined ? {} : shapeOfMembership(incidents.outage)),
    ...(incidents.flapping === undefined ? {} : shapeOfFlapping(incidents.flapping)),
    held: connection.held,
    edge: connection.edge,
    ...(connection.registry === undefined ? {} : shapeOfRegistry(identity, connection.registry)),
    wakeAt: connection.wakeAt,
    ...(debts === undefined ? {} : shapeOfOwed(debts)),
    changedAt: connection.changedAt,
    registeredAt: connection.registeredAt,
    lastSeenAt: connection.lastSeenAt,
    judged: judged && shapeOfJudged(judged),
    tombstone: grave && shapeOfTombstone(grave),
    head: shapeOfHead(connection.head),
    base: shapeOfHead(connection.base),
    recent: connection.recent.map(rowOfEvent),
  } satisfies Written;
}

/** Throws what `zod` throws, or an `Error`, where the document is not one of a connection. */
export function connectionFromDocument(body: unknown): Connection {
  const shape = schema.parse(body);
  const identity = parseIdentityKey(shape.id);
  if (identity === undefined) throw new Error("its id is not that of an identity");
  const { head: now, base, judged, tombstone: grave, registeredAt, lastSeenAt, changedAt, wakeAt } = shape;
  return {
    identity,
    state: stateOfShape(shape),
    base,
    recent: shape.recent,
    head: now,
    incidents: membershipsOfShape(shape),
    held: shape.held,
    edge: shape.edge,
    registry: registryOfShape(shape),
    wakeAt,
    owed: owedOfShape(identity, shape),
    judged,
    tombstone: grave,
    registeredAt,
    lastSeenAt,
    changedAt,
  };
}

function shapeOfJudged({ cause, link, afterMs }: Judged): Written["judged"] {
  return { cause: sequenceText(cause), link, afterMs };
}

function shapeOfTombstone({ at, inferred }: Tombstone): Written["tombstone"] {
  if (inferred === undefined) return { at };
  const { former } = inferred;
  if (former === undefined) return { at, inferred: {} };
  return { at, inferred: { former: { sequence: sequenceText(former.sequence), at: former.at } } };
}

function shapeOfMembership({ id, ...rest }: Membership) {
  return { incident: id, outage: rest };
}

function shapeOfFlapping({ id, ...rest }: Membership) {
  return { flappingIncident: id, flapping: rest };
}

function membershipsOfShape({ incident, outage, flappingIncident, flapping }: Read): Connection["incidents"] {
  return {
    ...(incident === undefined || outage === undefined ? {} : { outage: { id: incident, ...outage } }),
    ...(flappingIncident === undefined || flapping === undefined
      ? {}
      : { flapping: { id: flappingIncident, ...flapping } }),
  };
}

function shapeOfRegistry({ hub }: Identity, { at, enabled, parent }: RegistryFacts) {
  return {
    registry: { at, enabled },
    parent: parent === undefined ? undefined : deviceKey({ hub, deviceId: parent }),
  };
}

function registryOfShape({ registry, parent }: Read): RegistryFacts | undefined {
  if (registry === undefined) return undefined;
  return { ...registry, parent: parent === undefined ? undefined : parseIdentityKey(parent)?.deviceId };
}

function shapeOfOwed({ since, records, archive, incident, flapping, edge, rest }: Owed) {
  return {
    owedSince: since,
    owed: {
      records: records.map(shapeOfTransition),
      archive: archive.map(shapeOfTransition),
      incident,
      flapping,
      edge,
      rest,
    },
  };
}

function owedOfShape(identity: Identity, { owedSince, owed: debts }: Read): Owed | undefined {
  if (owedSince === undefined || debts === undefined) return undefined;
  return {
    since: owedSince,
    records: debts.records.map((record) => transitionOfShape(identity, record)),
    archive: debts.archive.map((record) => transitionOfShape(identity, record)),
    incident: debts.incident,
    flapping: debts.flapping,
    edge: debts.edge,
    rest: debts.rest,
  };
}
