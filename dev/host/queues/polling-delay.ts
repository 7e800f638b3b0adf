/** How long to wait after a poll that found nothing: doubling, with some randomness, from 100 ms up to the maximum. */

const minimumMs = 100;

type PollingDelay = {
  /** Milliseconds until the next poll; each call waits longer. */
  next(): number;
  /** Messages came: the next wait is the shortest again. */
  reset(): void;
};

/** `random` gives numbers from 0 up to 1, so that pollers do not march in step. */
export function makePollingDelay(maximumMs: number, random: () => number = Math.random): PollingDelay {
  let currentMs = minimumMs;
  return {
    next: () => {
      const delayMs = Math.min(currentMs * (0.8 + 0.4 * random()), maximumMs);
      currentMs = Math.min(currentMs * 2, maximumMs);
      return delayMs;
    },
    reset: () => {
      currentMs = minimumMs;
    },
  };
}
