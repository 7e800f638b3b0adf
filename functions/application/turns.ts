/** Within one instance, work on the same thing goes one after another: it would only lose races against itself. */

export interface Turns {
  /** Runs `work` once everything that was asked for earlier under the same key has ended, well or not. */
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function makeTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    async take(key, work) {
      const before = last.get(key);
      const ended = Promise.withResolvers<void>();
      last.set(key, ended.promise);
      try {
        await before;
        return await work();
      } finally {
        if (last.get(key) === ended.promise) last.delete(key);
        ended.resolve();
      }
    },
  };
}
