/** Counts what is being worked on, so that a stop can wait for it. */

export type WorkInHand = {
  /** Takes a piece of work until its promise settles, and passes the promise on. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is in hand, or after `timeoutMs`; true when everything has settled. */
  settled(timeoutMs: number): Promise<boolean>;
};

/** Work tracked while something waits in `settled` is waited for too. */
export function makeWorkInHand(): WorkInHand {
  const inHand = new Set<Promise<unknown>>();
  const drained = async (): Promise<true> => {
    while (inHand.size > 0) {
      await Promise.allSettled(inHand);
    }
    return true;
  };
  return {
    track: (work) => {
      inHand.add(work);
      const forget = (): void => void inHand.delete(work);
      work.then(forget, forget);
      return work;
    },
    settled: async (timeoutMs) => {
      const { promise, resolve } = Promise.withResolvers<false>();
      const timer = setTimeout(() => resolve(false), timeoutMs);
      const result = await Promise.race([drained(), promise]);
      clearTimeout(timer);
      return result;
    },
  };
}
