/** Compare-and-set with company: read, decide, write; after a lost race do it again, with jitter and a bound. */
import type { Deps } from "./deps.ts";
import { TransientError } from "./ports.ts";

const ATTEMPTS = 10;
const LONGEST_PAUSE_MS = 400;
/** A push has to be answered within 30 s, and one call of the store may take 10: after this, somebody else waits. */
const PATIENCE_MS = 8_000;

/** Nobody further out tries again what was tried long enough inside: the tries would multiply. */
class GaveUpError extends TransientError {}

/**
 * Runs `attempt` until it gives something else than `"lost"`. A store that fails during an attempt is treated as
 * a lost race: whether its write took place shows when the document is read again.
 * @throws TransientError after ten attempts or eight seconds: the platform's redelivery is better at waiting.
 */
export async function contend<T>(
  { clock, random }: Pick<Deps, "clock" | "random">,
  what: string,
  attempt: () => Promise<T | "lost">,
): Promise<T> {
  const startedAt = clock.now();
  let failure: unknown;
  for (let count = 1; count <= ATTEMPTS && clock.now() - startedAt <= PATIENCE_MS; count += 1) {
    try {
      const result = await attempt();
      if (result !== "lost") return result;
    } catch (error) {
      if (!(error instanceof TransientError) || error instanceof GaveUpError) throw error;
      failure = error;
    }
    await clock.pause(random() * Math.min(LONGEST_PAUSE_MS, 10 * 2 ** count));
  }
  throw new GaveUpError(`gave up on ${what}`, { cause: failure });
}
