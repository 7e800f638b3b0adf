/**
 * The tempo of a chaos run: the fleet's minutes pass as seconds, so that hours of a fleet fit into minutes. The product's
 * own times that no policy changes (claims, retries, the sweep) stay as they are in production.
 */
import type { DampingSettings } from "../../functions/domain/damping.ts";
import { SECOND_MS } from "../../functions/domain/time.ts";

/** For 5 min, 90 s, 30 s and 5 min; the hub looks once a second instead of once a minute. */
export const GRACE_MS = 5 * SECOND_MS;
export const RECOVERY_MS = 2 * SECOND_MS;
export const GROUP_WAIT_MS = SECOND_MS;
export const GROUP_INTERVAL_MS = 5 * SECOND_MS;
export const SNAPSHOT_MS = SECOND_MS;

/** For a half-life of 15 min, at most 60 min, and outages of 15 min; penalties have no tempo. */
export const DAMPING: DampingSettings = {
  halfLifeMs: 15 * SECOND_MS,
  suppress: 3,
  reuse: 1,
  maxSuppressMs: 60 * SECOND_MS,
  drop: 1,
  outage: 1.5,
  longOutageMs: 15 * SECOND_MS,
};
/** So long an outage has to be, to be told though its identity flaps. */
export const LONG_OUTAGE_MS = Math.max(3 * GRACE_MS, DAMPING.longOutageMs);

/**
 * How long the product may take to learn what was handed to it, with a store and providers that fail and a process that is
 * killed every few seconds: a message that failed comes back after 30 s, and may do so several times.
 */
export const LEARNT_MS = 180 * SECOND_MS;
/**
 * How long after that it may take to announce what stands: a debt is taken up by the sweep after one to two minutes, and who
 * opened an incident and did not come to join it is waited for for three.
 */
export const ANNOUNCED_MS = 300 * SECOND_MS;
/**
 * How far apart a decision's moment and what it saw may lie: it reads and writes after it has looked at the clock, in a
 * store that fails and tries again.
 */
export const MOMENT_MS = 5 * SECOND_MS;
/** How long who is behind another one may be held back for it: until that one has told of itself. */
export const HELD_MS = 90 * SECOND_MS + 2 * GRACE_MS;
