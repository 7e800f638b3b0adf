/** What has been started and must be ended, the last one first. */
export interface Teardown {
  add(end: () => Promise<unknown> | undefined): void;
  /** Ends everything, also after a failure, which is thrown afterwards. */
  run(): Promise<void>;
}

export function makeTeardown(): Teardown {
  const ends: (() => Promise<unknown> | undefined)[] = [];
  return {
    add: (end) => void ends.push(end),
    run: async () => {
      const failures: unknown[] = [];
      for (const end of ends.splice(0).toReversed()) {
        try {
          await end();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0)
        throw new AggregateError(failures, `Not all parts ended: ${String(failures[0])}`);
    },
  };
}
