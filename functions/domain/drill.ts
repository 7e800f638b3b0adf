/**
 * A drill: an identity of our own that goes the whole way of a real one, for its receivers to get one DRILL. It has
 * a hub's name that no hub can have, by which everything else leaves it out: lists, counts, history.
 */
import type { Evidence } from "./evidence.ts";
import { deviceKey } from "./identity.ts";
import type { Instant } from "./time.ts";

/** No IoT Hub can be called that, and no other hub's keys sort before those of this one. */
export const DRILL_HUB = "!drill";

/** What every key of a drill begins with: those of its identity, and of its group. */
export const DRILL_KEYS = deviceKey({ hub: DRILL_HUB, deviceId: "" });

export interface Drill {
  /** The device's id. */
  readonly id: string;
  readonly requestedAt: Instant;
  /** Names of the receivers that it tells; none may be. */
  readonly receivers: readonly string[];
}

export function isDrill({ hub }: { readonly hub: string }): boolean {
  return hub === DRILL_HUB;
}

/**
 * A drill is not over before its deadline came, with a wait of 0 and however late its event arrived: the event counts
 * as of a moment after its arrival, so that the deadline has to come through its queue.
 */
export function stampedOnArrival(evidence: Evidence, now: Instant): Evidence {
  return evidence.kind === "disconnected" ? { ...evidence, at: now + 1 } : evidence;
}
