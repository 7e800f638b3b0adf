/**
 * What an explanation is made of: the gates between a drop and the message that tells of it, and what each of them
 * says. A gate that is added later is one more list of verdicts here, and one more finder in `explain.ts`.
 */
import type { Connection } from "./connection.ts";
import type { Waits } from "./fold.ts";
import type { Group } from "./group.ts";
import type { Incident, IncidentKind } from "./incident.ts";
import type { Standing } from "./part.ts";
import type { Reach } from "./reach.ts";
import type { Instant } from "./time.ts";

/** In the order in which they are passed. `notAsked`: it has not come so far. `unknown`: nobody kept that. */
export const VERDICTS = {
  life: ["lives", "new", "deleted", "disabled", "gateway"],
  sequence: ["disconnected", "connected", "keptAside", "notAsked"],
  grace: ["suspect", "graceOver", "recovering", "notAsked"],
  renewal: ["none", "expected", "tokenRenewal"],
  flap: ["stable", "flapping", "longOutage", "reused"],
  parent: ["own", "behind", "held", "parentWaits", "parentOut", "freshGrace", "notAsked", "unknown"],
  group: ["told", "wait", "open", "end", "joining", "joined", "nobody", "notAsked", "unknown"],
} as const;

export type GateName = keyof typeof VERDICTS;

/** A number, a name, or a duration. */
export type Quantity = number | string | { readonly ms: number };

/** What one gate says. */
export interface FindingOf<Gate extends GateName> {
  readonly gate: Gate;
  readonly verdict: (typeof VERDICTS)[Gate][number];
  /** No OFFLINE for it gets past this gate now. */
  readonly stops: boolean;
  /** One sentence for people. */
  readonly reason: string;
  /** Since when. */
  readonly at?: Instant | undefined;
  /** Until when, as far as time alone decides that. */
  readonly until?: Instant | undefined;
  readonly numbers?: Readonly<Record<string, Quantity>> | undefined;
}

export type Finding = { [Gate in GateName]: FindingOf<Gate> }[GateName];

/** An incident that has told of it, and is not over for it. */
export interface Telling {
  readonly kind: IncidentKind;
  readonly incident: Incident;
  readonly at: Instant;
}

/** Everything by which the gates decide, as it was at one moment. */
export interface Situation {
  readonly connection: Connection;
  readonly waits: Waits;
  readonly standing: Standing;
  readonly now: Instant;
  /** Ids of what it reaches the hub through, and whether that lets it; undefined where that is not kept any more. */
  readonly parents: readonly string[];
  readonly reach: Reach | undefined;
  /** Its group, the wait of that, and how many places its route tells. */
  readonly group: Group;
  readonly groupWaitMs: number;
  readonly places: number;
  /** The incident that it is in, of an outage before one of flapping, unless that is not kept any more. */
  readonly incident: Incident | "none" | "unknown";
  readonly told: readonly Telling[];
  /** Whether its outage was told of, too, nobody kept. */
  readonly mayBeTold: boolean;
}

export function isToldOut({ told }: Pick<Situation, "told">): boolean {
  return told.some(({ kind }) => kind === "outage");
}
