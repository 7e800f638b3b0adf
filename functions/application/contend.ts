/** Compare-and-set with company: read, decide, write; after a lost race do it again, with jitter and a bound. */
import type { Deps } from "./deps.ts";
import { TransientError } from "./ports.ts";

const ATTEMPTS = 10;
const LONGEST_PAUSE_MS = 400;

/**
 * Runs `attempt` until it gives something else than `"lost"`. A store that fails during an attempt is treated as
 * a lost race: whether the write took place shows when the document is read again.
 * @throws TransientError after ten attempts, or at once when the store asks to wait longer than we would: the
 * platform's redelivery is better at waiting.
 */
export async function contend<T>(deps: Deps, what: string, attempt: () => Promise<T | "lost">): Promise<T> {
  let failure: unknown;
  for (let count = 1; count <= ATTEMPTS; count += 1) {
    try {
      const result = await attempt();
      if (result !== "lost") return result;
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      failure = error;
    }
    const longestMs = Math.min(LONGEST_PAUSE_MS, 10 * 2 ** count);
    await deps.clock.pause(deps.random() * longestMs);
  }
  throw new TransientError(`gave up on ${what} after ${ATTEMPTS} attempts`, { cause: failure });
}
