/** Instants in answers: RFC 3339 in UTC with milliseconds, null where there is none. */
import { isoInstant } from "../../domain/phrase.ts";
import type { Instant } from "../../domain/time.ts";

export function time(at: Instant): string;
export function time(at: Instant | undefined): string | null;
export function time(at: Instant | undefined): string | null {
  return at === undefined ? null : isoInstant(at);
}
