/**
 * How often and how long an operation is tried here. The SDK's own handling of 429 is off: it looks at its bound
 * before a wait and not at the wait, and would sleep for a minute if it was told so.
 */
import { retryAfterMs, STATUS, statusOf } from "./errors.ts";

/** Of one request. */
export const REQUEST_MS = 5_000;
/** Of one operation, with the SDK's repetitions of reads on broken connections. */
const OPERATION_MS = 10_000;
/** Of all waits that 429s ask for: a push must be answered within 30 s. */
const THROTTLED_MS = 5_000;
const SHORTEST_WAIT_MS = 20;
/** A 449 means that nothing was written because of another write at that moment. */
const TRIES_ON_RETRY_WITH = 3;

export type Pause = (ms: number) => Promise<void>;

/** The wait before the next try; undefined when there is none. */
function nextWaitMs(error: unknown, waitedMs: number, tries: number): number | undefined {
  const status = statusOf(error);
  if (status === STATUS.retryWith && tries < TRIES_ON_RETRY_WITH) return SHORTEST_WAIT_MS * tries;
  if (status !== STATUS.tooManyRequests) return undefined;
  const waitMs = Math.max(retryAfterMs(error), SHORTEST_WAIT_MS);
  return waitedMs + waitMs <= THROTTLED_MS ? waitMs : undefined;
}

/** Ends its timer itself: `AbortSignal.timeout`, which leaves that to the garbage collection, costs ten times as much. */
async function within<T>(ms: number, operation: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException("it took too long", "TimeoutError")), ms);
  try {
    return await operation(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Performs an operation, waiting as 429s say, at most 5 s in total. Throws the SDK's errors as they are. */
export async function patiently<T>(operation: (signal: AbortSignal) => Promise<T>, pause: Pause): Promise<T> {
  let waitedMs = 0;
  for (let tries = 1; ; tries++) {
    try {
      return await within(OPERATION_MS, operation);
    } catch (error) {
      const waitMs = nextWaitMs(error, waitedMs, tries);
      if (waitMs === undefined) throw error;
      await pause(waitMs);
      waitedMs += waitMs;
    }
  }
}
