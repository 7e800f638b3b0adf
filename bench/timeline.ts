/** Work by the instant at which it falls due: a binary heap, so that a day of a large fleet stays cheap to order. */
import type { Instant } from "../functions/domain/time.ts";

export interface Timeline<T> {
  add(due: Instant, work: T): void;
  /** Takes what falls due first; of equal instants, what was added first. Undefined when nothing is left. */
  take(): { readonly due: Instant; readonly work: T } | undefined;
  /** When the next falls due; infinity when nothing is left. */
  nextDue(): Instant;
}

interface Entry<T> {
  readonly due: Instant;
  readonly order: number;
  readonly work: T;
}

export function makeTimeline<T>(): Timeline<T> {
  const heap: Entry<T>[] = [];
  let order = 0;
  return {
    add: (due, work) => {
      order += 1;
      rise(heap, { due, order, work });
    },
    take: () => {
      const [first] = heap;
      const last = heap.pop();
      if (first !== undefined && last !== undefined && heap.length > 0) sink(heap, last);
      return first;
    },
    nextDue: () => heap[0]?.due ?? Infinity,
  };
}

function isBefore<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}

/** Puts an entry at the end and moves it up to its place. */
function rise<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let place = heap.length;
  for (;;) {
    const parentPlace = (place - 1) >> 1;
    const parent = heap[parentPlace];
    if (parent === undefined || !isBefore(entry, parent)) break;
    heap[place] = parent;
    place = parentPlace;
  }
  heap[place] = entry;
}

/** Puts an entry at the top and moves it down to its place. */
function sink<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let place = 0;
  for (;;) {
    const [left, right] = [2 * place + 1, 2 * place + 2];
    const [one, two] = [heap[left], heap[right]];
    const [childPlace, child] =
      two !== undefined && one !== undefined && isBefore(two, one) ? [right, two] : [left, one];
    if (child === undefined || !isBefore(child, entry)) break;
    heap[place] = child;
    place = childPlace;
  }
  heap[place] = entry;
}
