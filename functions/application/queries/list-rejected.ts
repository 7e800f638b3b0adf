/** Events that could not be read, newest first, as many as one answer should carry. */
import type { RejectedEvent, Store } from "../ports.ts";

interface RejectedList {
  readonly events: readonly RejectedEvent[];
  /** The id to go on after. */
  readonly next?: string;
}

/** Characters of kept bodies after which an answer ends: a page of the largest ones would else be 64 MB. */
const BODY_LIMIT = 4_000_000;
const BATCH_LIMIT = 50;

/** At most `top`, beginning after `after`; fewer, with `next`, where they are large. */
export async function listRejected(
  store: Store,
  after: string | undefined,
  top: number,
): Promise<RejectedList> {
  const events: RejectedEvent[] = [];
  let size = 0;
  while (events.length < top && size < BODY_LIMIT) {
    const count = Math.min(top - events.length, BATCH_LIMIT);
    const batch = await store.rejected.page(events.at(-1)?.id ?? after, count);
    events.push(...batch);
    if (batch.length < count) return { events };
    size += batch.reduce((sum, { body }) => sum + body.length, 0);
  }
  const last = events.at(-1);
  const following = last === undefined ? [] : await store.rejected.page(last.id, 1);
  return last === undefined || following.length === 0 ? { events } : { events, next: last.id };
}
