/**
 * The tempo of a chaos run: the fleet's minutes pass as seconds, so that hours of a fleet fit into minutes. The product's
 * own times that no policy changes (claims, retries, the sweep) stay as they are in production.
 */
import { SECOND_MS } from "../../functions/domain/time.ts";

/** For 5 min, 90 s and 30 s; the hub looks once a second instead of once a minute. */
export const GRACE_MS = 5 * SECOND_MS;
export const RECOVERY_MS = 2 * SECOND_MS;
export const GROUP_WAIT_MS = SECOND_MS;
export const SNAPSHOT_MS = SECOND_MS;

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
