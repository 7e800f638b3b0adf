/**
 * What the use cases need of the outside, in the domain's words. No port has an unconditional write: a
 * document is created if it is absent, or replaced if it is unchanged, and losing that race is an outcome.
 *
 * Errors: every method of a store or queue may throw `TransientError` (try again later: the platform's
 * redelivery does) and nothing else that is expected.
 */
import type { Connection, StateName } from "../domain/connection.ts";
import type { Delivery } from "../domain/delivery.ts";
import type { Drill } from "../domain/drill.ts";
import type { Evidence } from "../domain/evidence.ts";
import type { DeviceKey, Identity, IdentityKey } from "../domain/identity.ts";
import type { Incident } from "../domain/incident.ts";
import type { Notice } from "../domain/notice.ts";
import type { Target } from "../domain/policy.ts";
import type { Sequence } from "../domain/sequence.ts";
import type { Instant } from "../domain/time.ts";
import type { Transition } from "../domain/transition.ts";

/** The store's name for a state of a document; opaque. */
export type Version = string;

export interface Saved<T> {
  readonly value: T;
  readonly version: Version;
}

/** `undefined`: somebody else wrote first (or the document exists already, or is gone). */
export type Written = Version | undefined;

/** The store or the queue cannot do it now, and may later. */
export class TransientError extends Error {
  override readonly name = "TransientError";
}

/** A document that this version of the product cannot read. Nothing overwrites it. */
export class UnreadableDocumentError extends Error {
  override readonly name = "UnreadableDocumentError";
}

export interface Clock {
  now(): Instant;
  /** Waits; used for jitter between attempts, never to wait for an event. */
  pause(ms: number): Promise<void>;
}

/** Uniform in [0, 1). */
export type Random = () => number;

/** Which connections to list; every field narrows. `deleted` ones only when asked for. */
export interface ConnectionFilter {
  readonly hub?: string;
  readonly state?: StateName;
  /** The device's id begins with it. */
  readonly devicePrefix?: string;
}

/** The few fields that counting needs. */
export interface ConnectionGlimpse {
  readonly identity: Identity;
  readonly state: StateName;
}

/** An identity that something is to be done for, and since when. */
export interface DueConnection {
  readonly identity: Identity;
  readonly at: Instant;
}

export interface ConnectionStore {
  read(identity: Identity): Promise<Saved<Connection> | undefined>;
  create(connection: Connection): Promise<Written>;
  replace(connection: Connection, version: Version): Promise<Written>;
  /** A device and its modules, by key: one partition. */
  ofDevice(device: { readonly hub: string; readonly deviceId: string }): Promise<Saved<Connection>[]>;
  /** Everything of a device id, on whichever hubs it is; by key. */
  ofDeviceId(deviceId: string): Promise<Saved<Connection>[]>;
  /** The members of an incident of either kind, by key. @throws UnreadableDocumentError rather than leave one out. */
  ofIncident(incidentId: string): Promise<Saved<Connection>[]>;
  /** Connections of these devices, by key. */
  ofDevices(devices: readonly DeviceKey[]): Promise<Saved<Connection>[]>;
  /** The devices that the registry puts below this one. */
  childrenOf(device: { readonly hub: string; readonly deviceId: string }): Promise<DeviceKey[]>;
  /** Disconnected ones, inside their grace or longer, by key, beginning after `after`. */
  disconnected(
    filter: { readonly hub: string; readonly devicePrefix: string },
    after: IdentityKey | undefined,
    limit: number,
  ): Promise<Saved<Connection>[]>;
  /** By key, beginning after `after`. */
  page(filter: ConnectionFilter, after: IdentityKey | undefined, limit: number): Promise<Connection[]>;
  /** By key, beginning after `after`: identity and state only. */
  glimpse(after: IdentityKey | undefined, limit: number): Promise<ConnectionGlimpse[]>;
  /** Deadlines at or before `until`, and not before `from`; earliest first. */
  overdue(until: Instant, limit: number, from?: Instant): Promise<DueConnection[]>;
  /** What owes something since `until` or longer, but not since before `from`; longest first. */
  owing(until: Instant, limit: number, from?: Instant): Promise<DueConnection[]>;
}

/** Where a page of history ended: read on with the transitions that come after it, newest first. */
export interface HistoryCursor {
  /** The document to read on from, inclusive, and the key of the last transition that was given out. */
  readonly document: string;
  readonly after: string;
}

export interface TransitionStore {
  /**
   * Writes a record, the fact that it is retracted, or that it stands after all. What was noticed last holds, in
   * whichever order it is written; repeating it changes nothing.
   */
  record(transition: Transition): Promise<void>;
  /** Writes unconfirmed transitions that leave `recent`, as one document, once. */
  archive(transitions: readonly Transition[]): Promise<void>;
  /** Newest first; at most `limit`, and where to go on. */
  history(
    identity: Identity,
    cursor: HistoryCursor | undefined,
    limit: number,
  ): Promise<{ readonly transitions: Transition[]; readonly next?: HistoryCursor }>;
  /** The instants of the identity's unretracted `deleted` records, oldest first: they part its lives. */
  tombstones(identity: Identity): Promise<Instant[]>;
}

/** Which incidents to list. */
export interface IncidentFilter {
  /** In this state, or in one of these. */
  readonly state?: IncidentStateName | readonly IncidentStateName[];
}

type IncidentStateName = Incident["state"]["name"];

export interface IncidentStore {
  /** The group's one with the greatest id. @throws UnreadableDocumentError rather than give an older one. */
  latest(group: string): Promise<Saved<Incident> | undefined>;
  /** An incident's id contains its group. */
  read(id: string): Promise<Saved<Incident> | undefined>;
  create(incident: Incident): Promise<Written>;
  replace(incident: Incident, version: Version): Promise<Written>;
  /** The members of an ended incident, at most 1,000 a document, created once each. */
  createMembers(incidentId: string, part: number, members: readonly IncidentMember[]): Promise<void>;
  membersOf(incidentId: string): Promise<IncidentMember[]>;
  /** Incidents, newest first by id order of `openedAt`; beginning after `after` (`openedAt` and id). */
  page(
    filter: IncidentFilter,
    after: { readonly openedAt: Instant; readonly id: string } | undefined,
    limit: number,
  ): Promise<Incident[]>;
  /** `dueAt` at or before `until`, and not before `from`; earliest first. */
  due(until: Instant, limit: number, from?: Instant): Promise<DueIncident[]>;
  /** Reserves a short code for an incident; false when another one has it. Repeating it is true again. */
  reserveCode(code: string, incidentId: string): Promise<boolean>;
  /** The incident that has a code. */
  incidentOfCode(code: string): Promise<string | undefined>;
}

/** An incident that has to be looked at, and since when. */
export interface DueIncident {
  readonly id: string;
  readonly at: Instant;
}

/** An identity's part in an ended incident. */
export interface IncidentMember {
  readonly key: IdentityKey;
  readonly from: Instant;
  readonly to?: Instant | undefined;
}

/** A delivery for which somebody has to act, and since when. */
export interface DueDelivery {
  readonly id: string;
  readonly incidentId: string;
  readonly at: Instant;
}

export interface DeliveryStore {
  read(incidentId: string, deliveryId: string): Promise<Saved<Delivery> | undefined>;
  create(delivery: Delivery): Promise<Written>;
  replace(delivery: Delivery, version: Version): Promise<Written>;
  ofIncident(incidentId: string): Promise<Delivery[]>;
  /**
   * Due by `until`, and not before `from`; earliest first: pending ones at their next attempt, claimed ones at the
   * end of their claim, dead ones of which people have yet to hear.
   */
  due(until: Instant, limit: number, from?: Instant): Promise<DueDelivery[]>;
}

/** An event that could not be read. */
export interface RejectedEvent {
  /** Unique, and ordered by time. */
  readonly id: string;
  readonly at: Instant;
  readonly reason: string;
  readonly detail: string;
  /** The event as it came, at most the first 64 KB. */
  readonly body: string;
  readonly truncated: boolean;
}

export interface RejectedStore {
  /**
   * Keeps it unless one of the same `origin` was kept on that day or the day before, and says whether it did: what
   * is delivered again is the same, though it is rejected at another moment.
   */
  keep(event: RejectedEvent & { readonly origin: string }): Promise<boolean>;
  /** Newest first, beginning after `after`. */
  page(after: string | undefined, limit: number): Promise<RejectedEvent[]>;
  count(): Promise<number>;
}

/** What a queue message or a push delivered, element by element. */
export interface EventReader {
  (
    body: unknown,
    now: Instant,
  ): Promise<{
    readonly accepted: readonly { readonly identity: Identity; readonly evidence: Evidence }[];
    readonly rejected: readonly Pick<RejectedEvent, "reason" | "detail" | "body">[];
  }>;
}

/** Who sweeps at the moment, and where each kind of work is read on the next time. */
export interface SweepLease {
  /** Nobody sweeps without it, or once `until` has passed. */
  readonly holder?: { readonly owner: string; readonly until: Instant } | undefined;
  /** By kind of work: the instant from which on its list has not been gone through. */
  readonly places: Readonly<Record<string, Instant>>;
}

export interface SweepStore {
  read(): Promise<Saved<SweepLease> | undefined>;
  create(lease: SweepLease): Promise<Written>;
  replace(lease: SweepLease, version: Version): Promise<Written>;
}

/** Writes a drill's event as those of a hub come to the queue `events`. */
export type DrillWriter = (drill: Drill) => string;

/** Drills of the last hour. */
export interface DrillStore {
  create(drill: Drill): Promise<Written>;
  replace(drill: Drill, version: Version): Promise<Written>;
  read(id: string): Promise<Drill | undefined>;
}

/** Everything the product keeps. */
export interface Store {
  readonly connections: ConnectionStore;
  readonly transitions: TransitionStore;
  readonly incidents: IncidentStore;
  readonly deliveries: DeliveryStore;
  readonly rejected: RejectedStore;
  readonly sweeps: SweepStore;
  readonly drills: DrillStore;
  /** One cheap read: throws when the store does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The deadline of what `sequence` began; or of what time alone changes. */
export type DeadlineMessage = { readonly identity: Identity; readonly dueAt: Instant } & (
  | { readonly sequence: Sequence }
  | { readonly wake: true }
);

/** An incident has to be looked at, or a delivery attempted. `at`: when that became so. */
export type NotificationMessage =
  | { readonly incident: string; readonly at: Instant }
  | { readonly delivery: string; readonly incidentId: string; readonly at: Instant };

/** Delayed messages. `delayMs` is at least 0; what lies further ahead than the queue can is left to the sweep. */
export interface Queues {
  sendDeadline(message: DeadlineMessage, delayMs: number): Promise<void>;
  sendNotification(message: NotificationMessage, delayMs: number): Promise<void>;
  /** Approximate number of messages, hidden ones too. */
  count(queue: CountedQueueName): Promise<number>;
  /**
   * Since when the oldest of at most 32 visible messages is due: by the instant that it carries; by when it was put
   * there in `events`, in a poison queue, and where it cannot be read. Undefined when none is visible.
   */
  dueSince(queue: QueueName | PoisonQueueName): Promise<Instant | undefined>;
  /** At most `limit` (1 to 32) of what a queue gave up on; nobody else gets them for two minutes. */
  takePoison(queue: QueueName, limit: number): Promise<PoisonMessage[]>;
  /**
   * Puts a text into a queue, to be handled at once.
   * @throws TooLongError for what does not fit into a message.
   */
  send(queue: QueueName, text: string): Promise<void>;
  /** Takes it out of its poison queue for good, if nobody did. */
  removePoison(message: PoisonMessage): Promise<void>;
}

export const QUEUE_NAMES = ["events", "deadlines", "notifications"] as const;

export type QueueName = (typeof QUEUE_NAMES)[number];

/** Where a queue's messages lie that it gave up on. */
export type PoisonQueueName = `${QueueName}-poison`;

/** The length of the others would say nothing: most of their messages are not due yet. */
export type CountedQueueName = "events" | PoisonQueueName;

/** A message that its queue gave up on. */
export interface PoisonMessage {
  readonly queue: QueueName;
  /** What its handler was given, as text. */
  readonly text: string;
  /** By which the queue knows it; opaque. */
  readonly receipt: string;
}

/** A message cannot hold so much. */
export class TooLongError extends Error {
  override readonly name = "TooLongError";
}

/** What became of handing one message to a provider. */
export type SendOutcome =
  | { readonly name: "accepted"; readonly receipt: string }
  /** Try again, no sooner than `retryAfterMs`. */
  | { readonly name: "transient"; readonly error: string; readonly retryAfterMs?: number }
  /** Trying again cannot help. */
  | { readonly name: "permanent"; readonly error: string };

export interface SendRequest {
  readonly target: Target;
  readonly notice: Notice;
  /**
   * By a place's receipt, the message that it has of the incident, which is altered to say this; unless `quietly`, it is
   * answered as well, for people to notice. Only for a place that can edit.
   */
  readonly message?: { readonly receipt: string; readonly quietly: boolean };
  /**
   * Set when an earlier attempt may have been accepted though nobody heard of it: look before sending again,
   * where the provider lets one look.
   */
  readonly unknownSince?: Instant;
}

export interface Sender {
  send(request: SendRequest): Promise<SendOutcome>;
}

/** One structured line for each decision. Values are ids, words and numbers; never secrets. */
export interface Log {
  info(event: string, fields: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields: Readonly<Record<string, unknown>>): void;
  error(event: string, fields: Readonly<Record<string, unknown>>): void;
}
