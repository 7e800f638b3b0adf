/** Waits for whoever ends a program: Ctrl-C, or SIGTERM from a supervisor. */

/** Ctrl-C reaches a program from the terminal, and some versions of npm pass it on once more. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Resolves at the first SIGINT or SIGTERM: the program then has its time to finish. One that comes later than a second
 * after it ends the program at once.
 */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const take = (signal: NodeJS.Signals): void => {
      firstAt ??= performance.now();
      if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(1);
      resolve(signal);
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, take);
  });
}
