/** Keeps an answer for a while, so that many callers cost one reading. */
import type { Clock } from "../ports.ts";
import type { Instant } from "../../domain/time.ts";

/**
 * `load`, at most once every `ttlMs`, measured from the moment it began; callers that come meanwhile share it.
 * A failure is told to those who wait for it and is not kept.
 */
export function makeCached<T>(
  clock: Pick<Clock, "now">,
  ttlMs: number,
  load: () => Promise<T>,
): () => Promise<T> {
  let kept: { readonly from: Instant; readonly value: Promise<T> } | undefined;
  return () => {
    const now = clock.now();
    if (kept !== undefined && now < kept.from + ttlMs) return kept.value;
    const value = load();
    const loading = { from: now, value };
    kept = loading;
    value.catch(() => {
      if (kept === loading) kept = undefined;
    });
    return value;
  };
}
