/**
 * The containers, what is indexed in them, and how long their documents live. All have the partition key `/pk`
 * (version 2: long values) and, in Cosmos DB, a default time to live of -1: only a document's own counts.
 */

/**
 * Fields that a query may name. `type` only parts what a partition and a range of ids have already narrowed, and
 * `incidentId` is only selected.
 */
export type QueryField =
  | "id"
  | "pk"
  | "type"
  | "deviceId"
  | "state"
  | "deadline"
  | "owedSince"
  | "incident"
  | "flappingIncident"
  | "parent"
  | "dueAt"
  | "attemptAt"
  | "openedKey"
  | "incidentId"
  | "listedAs";

/** What is indexed beside `id` and `pk`: only what is queried, because every path costs on every write. */
export const CONTAINER_INDEXES = {
  connections: ["deviceId", "state", "deadline", "owedSince", "incident", "flappingIncident", "parent"],
  transitions: ["state"],
  incidents: ["state", "dueAt", "attemptAt", "openedKey"],
  settings: [],
  rejected: ["listedAs"],
} as const satisfies Readonly<Record<string, readonly QueryField[]>>;

export type ContainerName = keyof typeof CONTAINER_INDEXES;

export const CONTAINER_NAMES: readonly ContainerName[] = [
  "connections",
  "transitions",
  "incidents",
  "settings",
  "rejected",
];

const DAY_S = 86_400;

/** Seconds from a document's last write until it is gone. */
export const LIFETIME_S = {
  deletedConnection: 400 * DAY_S,
  transition: 400 * DAY_S,
  /** Of an incident that is over: longer than what belongs to it, since a group whose last one is gone counts anew. */
  incident: 430 * DAY_S,
  /** Of an incident's members, code and deliveries; what is still going on does not end. */
  ofIncident: 400 * DAY_S,
  rejected: 30 * DAY_S,
  /** Of everything that belongs to a drill, from its last change. */
  drill: 3_600,
} as const;
