/** An incident: identities that went offline for one cause, told as one story. */
import type { Purpose } from "./delivery.ts";
import type { Group } from "./group.ts";
import type { IdentityKey } from "./identity.ts";
import type { Cause, Notice } from "./notice.ts";
import type { TargetRef } from "./policy.ts";
import type { Instant } from "./time.ts";

/** `outage`: they are out. `flapping`: they drop so often that it is told once. */
export type IncidentKind = "outage" | "flapping";

export const INCIDENT_KINDS = ["flapping", "outage"] as const satisfies readonly IncidentKind[];

/** A place that was told of the incident, and gets its ending. */
export interface Told {
  readonly target: TargetRef;
  readonly at: Instant;
  /** Its provider took the opening at once. Without it only the delivery knows what became of that. */
  readonly accepted?: true;
}

/** Who opened the incident and has yet to name it: until then, or until `until`, it is not over. */
export interface Opener {
  readonly key: IdentityKey;
  readonly until: Instant;
}

export type IncidentState =
  | { readonly name: "open" }
  /** Its aggregator has seen everybody back and looks once more before it says so. */
  | { readonly name: "ending" }
  | {
      readonly name: "resolved";
      readonly at: Instant;
      readonly outcome: "recovered" | "closed" | "unspoken";
    };

/** What an announced incident tells of later. */
export interface Changes {
  /** How many updates and edits there were. */
  readonly revision: number;
  /** Which of them was the last update. */
  readonly update?: number | undefined;
  /** When the next is due, while there is something to tell. */
  readonly dueAt?: Instant | undefined;
  /** Of `shown`: whom neither the announcement nor an update has counted, but an edit, or a receiver's late opening. */
  readonly unnoticed: readonly string[];
  /** A digest of those whom the message shows at present. */
  readonly card: string;
}

/** From `at` on a message has spoken of the first `count` of `shown`. */
export interface Spoken {
  readonly at: Instant;
  readonly count: number;
}

/** Messages that were decided on and are not all handed to deliveries yet. */
export interface OwedMessages {
  readonly purpose: Purpose;
  /** Of an update or an edit: which. */
  readonly revision?: number | undefined;
  readonly notice: Notice;
  readonly targets: readonly TargetRef[];
  /** When the incident has to be looked at next, once they are out. */
  readonly dueAfter?: Instant | undefined;
}

export interface Incident {
  readonly id: string;
  /** The key of what it groups; the partition of everything that belongs to it. */
  readonly group: string;
  readonly hub: string;
  /** What it is about, as people call it. */
  readonly subject: string;
  readonly code: string;
  readonly state: IncidentState;
  /** Only of a drill: the names of the receivers that it tells. */
  readonly drill?: readonly string[] | undefined;
  /** When the first member's outage was noticed. */
  readonly openedAt: Instant;
  readonly opener: Opener;
  readonly announcedAt?: Instant | undefined;
  /** What had failed when it was told of. */
  readonly cause?: Cause | undefined;
  /** The moment before the last query of its members. */
  readonly lookedAt?: Instant | undefined;
  /** When it has to be looked at next, whatever message comes or does not. Absent when nothing is awaited. */
  readonly dueAt?: Instant | undefined;
  readonly told: readonly Told[];
  readonly changes?: Changes | undefined;
  /** Keys of the members that a message has spoken of. */
  readonly shown: readonly string[];
  /** What is absent was stored before this was kept. */
  readonly spoken?: readonly Spoken[] | undefined;
  readonly owed?: OwedMessages | undefined;
  /** First disconnect and last connect of the members spoken of, once it is over. */
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
}

/** Since when a message has spoken of a member; undefined where none has, or nobody kept when. */
export function spokenSince({ shown, spoken = [] }: Incident, key: IdentityKey): Instant | undefined {
  const index = shown.indexOf(key);
  return index === -1 ? undefined : spoken.find(({ count }) => index < count)?.at;
}

/** What is kept of that once one at `at` has spoken of all of `shown`. */
export function spokenAfter(
  { spoken, announcedAt }: Incident,
  shown: readonly string[],
  at: Instant,
): readonly Spoken[] | undefined {
  // Of whom the messages before spoke, and when, nobody kept.
  if (spoken === undefined && announcedAt !== undefined) return undefined;
  const known = spoken ?? [];
  const count = shown.length;
  return count === (known.at(-1)?.count ?? 0) ? known : [...known, { at, count }];
}

const SEPARATOR = "!";
const DIGITS = 6;

/** An incident's id contains its group, so that the id alone finds it. `suffix` must not contain `!`. */
export function incidentId(group: string, suffix: string): string {
  return `${group}${SEPARATOR}${suffix}`;
}

/**
 * A group's incidents are numbered: whoever creates the number after the last one has opened the next. The ids of a
 * group sort by their numbers. `last`: the id of the group's last incident, if there was one.
 */
export function nextIncidentId(group: string, last: string | undefined): string {
  const number = last === undefined ? 0 : Number(last.slice(last.lastIndexOf(SEPARATOR) + 1));
  return incidentId(group, String(number + 1).padStart(DIGITS, "0"));
}

/** The id of the one before it in its group; undefined for the first. */
export function previousIncidentId(id: string): string | undefined {
  const number = Number(id.slice(id.lastIndexOf(SEPARATOR) + 1));
  return number > 1 ? incidentId(groupOfIncident(id), String(number - 1).padStart(DIGITS, "0")) : undefined;
}

/** No group's own key has a colon behind a separator. */
const FLAPPING = `${SEPARATOR}:flapping`;

/** A group has incidents of each kind, numbered by themselves. */
export function ofKind(group: Group, kind: IncidentKind): Group {
  return kind === "outage" ? group : { ...group, key: `${group.key}${FLAPPING}` };
}

export function kindOfIncident(id: string): IncidentKind {
  return groupOfIncident(id).endsWith(FLAPPING) ? "flapping" : "outage";
}

export function groupOfIncident(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf(SEPARATOR)));
}
