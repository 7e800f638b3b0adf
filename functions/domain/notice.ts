/** What a message says, as facts: a channel's builder turns it into a card or an SMS, and adds nothing to it. */
import type { Instant } from "./time.ts";

/** The first word of a message, in Teams and in an SMS. */
export type Word =
  | "OFFLINE"
  | "OFFLINE UPDATE"
  | "RECOVERED"
  | "CLOSED"
  | "FLAPPING"
  | "STABLE"
  | "UNDELIVERED"
  | "DRILL";

/** What failed of a gateway: its power or its uplink, and so all of it; or one of its two system modules alone. */
export type Cause = (typeof CAUSES)[number];

export const CAUSES = ["site", "edgeHub", "edgeAgent"] as const;

/** Why somebody is no member any more who did not come back; `gateway`: its modules speak for it by now. */
export type Departure = "deleted" | "disabled" | "gateway";

export interface Notice {
  readonly word: Word;
  /** The incident's short code: 4 characters of Crockford base 32. */
  readonly code: string;
  readonly incidentId: string;
  readonly hub: string;
  /** What the incident is about, as people call it: the device. */
  readonly subject: string;
  /** Identities that the message speaks of. */
  readonly count: number;
  /** The first few of them, in order of their names; who is out in its own right before who is behind it. */
  readonly names: readonly string[];
  /** When it was put into words: times of other days stand with their day. */
  readonly at: Instant;
  /** The first disconnect; of who flaps, the first of those that came so close together. */
  readonly since: Instant;
  /** The last connect, on an ending that is a recovery; when the last of them was stable, on STABLE. */
  readonly until?: Instant | undefined;
  /** Of who flaps: how often the worst of them dropped since then. */
  readonly drops?: number | undefined;
  /** And since when one of them is out, if one is. */
  readonly downSince?: Instant | undefined;
  /** What failed, where it is a gateway whose system modules tell; of an ending, what had failed. */
  readonly cause?: Cause | undefined;
  /** The gateway, where the subject is something that reaches the hub through it. */
  readonly via?: string | undefined;
  /** Why it is over though nobody came back, on CLOSED. */
  readonly reason?: Departure | undefined;
  /** Which message did not reach whom, on UNDELIVERED. */
  readonly missed?: { readonly word: Word; readonly to: string } | undefined;
  /** The IANA zone in which its times are read. */
  readonly zone: string;
}
