/** A connection: everything that is known of one identity. One document, written by compare-and-set. */
import type { Damping } from "./damping.ts";
import type { ConnectionEvent } from "./evidence.ts";
import type { Identity } from "./identity.ts";
import type { IncidentKind } from "./incident.ts";
import type { Departure } from "./notice.ts";
import type { RegistryFacts } from "./registry.ts";
import type { Rhythm } from "./renewal.ts";
import type { Sequence } from "./sequence.ts";
import type { Instant } from "./time.ts";
import type { Edge } from "./topology.ts";
import type { Transition } from "./transition.ts";

/** The six states of an identity. `cause` is the event that began the state. */
export type ConnectionState =
  | { readonly name: "new"; readonly registeredAt?: Instant | undefined }
  | { readonly name: "online"; readonly since: Instant; readonly cause: Sequence }
  | {
      readonly name: "suspect";
      readonly since: Instant;
      readonly cause: Sequence;
      readonly deadline: Instant;
    }
  | { readonly name: "offline"; readonly since: Instant; readonly cause: Sequence }
  | {
      readonly name: "recovering";
      readonly since: Instant;
      readonly cause: Sequence;
      readonly offlineSince: Instant;
      readonly deadline: Instant;
    }
  | { readonly name: "deleted"; readonly at: Instant };

export type StateName = ConnectionState["name"];

/**
 * What the events of a life amount to up to the last of them, before any timer is looked at: the accumulator of
 * the fold. `link` is what the last event said; `outage` is an outage that events or their distance confirmed
 * and that is not yet known to be over.
 */
export interface Head {
  readonly link: "none" | "up" | "down";
  /** The event that began `link`, and its time. */
  readonly cause?: Sequence | undefined;
  readonly since: Instant;
  readonly outage?: { readonly cause: Sequence; readonly since: Instant } | undefined;
  /** The highest sequence folded, its own time, and the running maximum of the times. */
  readonly last?: { readonly sequence: Sequence; readonly at: Instant } | undefined;
  readonly clock: Instant;
  readonly lastConnectedAt?: Instant | undefined;
  readonly lastDisconnectedAt?: Instant | undefined;
  /** Disconnects of this life, hidden ones included. */
  readonly drops: number;
  /** Outages of this life that lasted their grace. */
  readonly outages: number;
  /** What the drops amount to, renewals left out; absent before the first. */
  readonly damping?: Damping | undefined;
  /** The last drops, for their rhythm; absent before the first. */
  readonly rhythm?: Rhythm | undefined;
}

/** A deadline that was executed: of what, and how long it had waited. */
export interface Judged {
  readonly cause: Sequence;
  readonly link: "up" | "down";
  readonly afterMs: number;
}

/** An event that is kept, with the moment it was learnt. */
export interface RecentEvent extends ConnectionEvent {
  readonly noticedAt: Instant;
}

/** Where one life ends and the next may begin. What is stamped at or before it belongs to the former life. */
export interface Tombstone {
  readonly at: Instant;
  /**
   * Set while no `deleted` has given the time: the tombstone was inferred from events that cannot belong to one
   * life. `former` is the highest event of the life it ended.
   */
  readonly inferred?: { readonly former?: { readonly sequence: Sequence; readonly at: Instant } };
}

/** Membership of an incident, from joining until the next one is joined: of the last one, if it is past. */
export interface Membership {
  readonly id: string;
  /** The true start of the member's outage, of the last one if there were several; of its drops, where it flaps. */
  readonly outAt: Instant;
  /** The start of the first, if there were several. */
  readonly firstOutAt?: Instant | undefined;
  /** When it was noticed that the member is out (the latest time, if more than once). */
  readonly noticedAt: Instant;
  /** When it joined; absent in what was stored before that was kept. */
  readonly joinedAt?: Instant | undefined;
  /** The connect that ended the member's outage, or when it was stable; absent while it is neither. */
  readonly backAt?: Instant | undefined;
  /** It is no member any more: it neither is out nor came back. */
  readonly goneAt?: Instant | undefined;
  /** Why, unless it was deleted. */
  readonly goneFor?: Exclude<Departure, "deleted"> | undefined;
  /** It cannot reach the hub, because that by which it does is out: not out in its own right. */
  readonly behind?: true | undefined;
}

/** What a confirmed transition still owes the world; cleared once all of it was performed. */
export interface Owed {
  readonly since: Instant;
  /** History records to write or to retract. */
  readonly records: readonly Transition[];
  /** Unconfirmed transitions that left `recent`, for one history document. */
  readonly archive: readonly Transition[];
  /** The identity's incident has to look: it must be joined, or told of the change. */
  readonly incident: boolean;
  /** The same of its flapping incident. */
  readonly flapping?: true | undefined;
  /** It was told of already, behind another one: an incident of its own waits for nothing more. */
  readonly rest?: true | undefined;
  /** Its device's document has yet to hear what this system module is, and those below it where they belong. */
  readonly edge?: true | undefined;
}

/** An outage that is not told before `until`, because of what it is behind. */
export interface Held {
  /** The start of the outage: another one has not been held. */
  readonly outAt: Instant;
  readonly until: Instant;
  /** It was told of already, behind another one. */
  readonly rest?: true | undefined;
}

export interface Connection {
  readonly identity: Identity;
  readonly state: ConnectionState;
  /** The fold of the events that are older than `recent`. */
  readonly base: Head;
  /** The events above the base, by sequence. */
  readonly recent: readonly RecentEvent[];
  /** The fold of base and `recent`. */
  readonly head: Head;
  /** The last deadline that was executed. A longer wait does not undo it. */
  readonly judged?: Judged | undefined;
  readonly tombstone?: Tombstone | undefined;
  readonly registeredAt?: Instant | undefined;
  /** The last sign of life that is no connection event (telemetry); `lastSeen` adds those. */
  readonly lastSeenAt?: Instant | undefined;
  /** When the last confirmed transition was noticed. */
  readonly changedAt?: Instant | undefined;
  readonly incidents: { readonly [Kind in IncidentKind]?: Membership | undefined };
  readonly held?: Held | undefined;
  /** Only of a gateway's device: what its system modules are. */
  readonly edge?: Edge | undefined;
  readonly registry?: RegistryFacts | undefined;
  /** When time alone changes its part in incidents, whatever its state waits for. */
  readonly wakeAt?: Instant | undefined;
  readonly owed?: Owed | undefined;
}

/** When the identity last gave a sign of life of any kind. */
export function lastSeen({ head, lastSeenAt }: Connection): Instant | undefined {
  if (head.link === "none") return lastSeenAt;
  return Math.max(head.clock, lastSeenAt ?? 0);
}

/** Whether the member's part in the incident is over: it came back, or it is no more. */
export function isPast({ backAt, goneAt }: Membership): boolean {
  return backAt !== undefined || goneAt !== undefined;
}

/** When a member first went out in its incident. */
export function outSince({ outAt, firstOutAt }: Membership): Instant {
  return Math.min(outAt, firstOutAt ?? outAt);
}
