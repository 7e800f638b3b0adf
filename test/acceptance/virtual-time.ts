/** Time that passes only when nothing is left to do in the present: what waits goes on in the order of its instants. */
import type { Instant } from "../../functions/domain/time.ts";

export interface VirtualTime {
  now(): Instant;
  sleep(ms: number): Promise<void>;
  at(instant: Instant, act: () => void): void;
  /** Lets everything happen that falls due before then. */
  runUntil(end: Instant): Promise<void>;
}

interface Timer {
  readonly at: Instant;
  readonly order: number;
  readonly act: () => void;
}

export function makeVirtualTime(start: Instant): VirtualTime {
  const timers = makeHeap();
  let now = start;
  let order = 0;
  const at = (instant: Instant, act: () => void): void =>
    timers.add({ at: Math.max(instant, now), order: (order += 1), act });
  return {
    now: () => now,
    at,
    sleep: (ms) => new Promise((resolve) => at(now + ms, resolve)),
    runUntil: async (end) => {
      for (;;) {
        await present();
        const first = timers.first();
        if (first === undefined || first.at >= end) break;
        now = first.at;
        for (let due = timers.first(); due !== undefined && due.at <= now; due = timers.first()) {
          timers.removeFirst();
          due.act();
        }
      }
      now = end;
    },
  };
}

/** Everything that was started has come to where it waits for time to pass. */
function present(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** A binary heap: the earliest first, and of one instant the one that was added first. */
function makeHeap() {
  const heap: Timer[] = [];
  const isBefore = (a: Timer | undefined, b: Timer | undefined): boolean =>
    a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]];
    if (one === undefined || other === undefined) return;
    heap[a] = other;
    heap[b] = one;
  };
  return {
    first: (): Timer | undefined => heap[0],
    add(timer: Timer): void {
      heap.push(timer);
      for (let child = heap.length - 1; child > 0;) {
        const parent = (child - 1) >> 1;
        if (!isBefore(heap[child], heap[parent])) return;
        swap(child, parent);
        child = parent;
      }
    },
    removeFirst(): void {
      swap(0, heap.length - 1);
      heap.pop();
      for (let parent = 0; ;) {
        const [left, right] = [2 * parent + 1, 2 * parent + 2];
        const child = isBefore(heap[right], heap[left]) ? right : left;
        if (!isBefore(heap[child], heap[parent])) return;
        swap(child, parent);
        parent = child;
      }
    },
  };
}
