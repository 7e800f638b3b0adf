/** Reads the `Retry-After` header of any HTTP provider: RFC 9110 allows seconds or a date. */
import { DAY_MS, SECOND_MS, type Instant } from "../domain/time.ts";

/**
 * How long the provider asks to wait, in milliseconds from `now`; undefined when it does not say, or says nothing readable.
 * At most a day, because nothing is retried for longer: a provider's nonsense must not become an instant that no store holds.
 */
export function parseRetryAfter(header: string | null | undefined, now: Instant): number | undefined {
  const text = header?.trim() ?? "";
  if (text === "") return undefined;
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Math.ceil(Number(text) * SECOND_MS) : Date.parse(text) - now;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), DAY_MS);
}

/** The transient outcome's own field, left out where the provider said nothing. */
export function retryAfterField(retryAfterMs: number | undefined): { readonly retryAfterMs?: number } {
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}
