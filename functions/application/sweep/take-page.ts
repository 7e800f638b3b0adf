/** Goes through one kind of work a page at a time, past whatever fails, from where the sweep before stopped. */
import type { Instant } from "../../domain/time.ts";
import type { Deps } from "../deps.ts";
import { inLanes } from "../in-lanes.ts";
import { TransientError } from "../ports.ts";
import type { Chore, Item } from "./chores.ts";

const PAGE = 100;

/** How far a sweep came with one kind of work. */
export interface Progress {
  readonly chore: Chore;
  /** Where the list is read on; its beginning without it. */
  from: Instant | undefined;
  /** It began further down: at the end of the list it goes on at the beginning, once. */
  isResumed: boolean;
  isOver: boolean;
  /** What was taken up: what failed, and what is not done with one time, is still in the list. */
  readonly seen: Set<string>;
  failed: number;
}

export function beginAt(chore: Chore, from: Instant | undefined): Progress {
  return { chore, from, isResumed: from !== undefined, isOver: false, seen: new Set(), failed: 0 };
}

/**
 * Takes up the next page. One document's trouble is logged and counted.
 * @throws TransientError when the store does not answer.
 */
export async function takePage(deps: Deps, progress: Progress, mayBegin: () => boolean): Promise<void> {
  let page: Page;
  try {
    page = await nextPage(progress);
  } catch (error) {
    // The other kinds of work are found by other queries.
    progress.isOver = true;
    return fail(deps, progress, error);
  }
  const work = async ({ key, work: take }: Item): Promise<void> => {
    progress.seen.add(key);
    await take().catch((error: unknown) => fail(deps, progress, error));
  };
  const left = await inLanes(page.items, { laneOf: ({ lane }) => lane, work, mayBegin });
  if (left.length > 0) progress.from = Math.min(...left.map(({ at }) => at));
  else if (page.isLast) endList(progress);
  else progress.from = page.items.at(-1)?.at ?? progress.from;
}

interface Page {
  readonly items: readonly Item[];
  readonly isLast: boolean;
}

/** What was not taken up yet; more is asked for while all that comes was. */
async function nextPage({ chore, from, seen }: Progress): Promise<Page> {
  for (let limit = PAGE; ; limit *= 2) {
    const found = await chore.list(limit, from);
    const items = found.filter(({ key }) => !seen.has(key));
    const isLast = found.length < limit;
    if (items.length > 0 || isLast) return { items, isLast };
  }
}

function endList(progress: Progress): void {
  progress.from = undefined;
  progress.isOver = !progress.isResumed;
  progress.isResumed = false;
}

async function fail(deps: Deps, progress: Progress, error: unknown): Promise<void> {
  progress.failed += 1;
  deps.log.warn("sweep", { kind: progress.chore.kind, reason: "failed", error: String(error) });
  // One document's trouble, or the store's? If it does not answer, the others need not be tried.
  if (error instanceof TransientError) await deps.store.ping();
}
