/** Runs one function on its schedule, one run after the other. */
import type { Trigger } from "../core/invoke.ts";
import type { Schedule } from "./schedule.ts";

type TimerListenerParts = {
  readonly schedule: Schedule;
  readonly run: (trigger: Pick<Trigger, "value">) => Promise<unknown>;
  readonly now: () => number;
};

export type TimerListener = {
  start(): void;
  /** One run now, or after the one that is under way. */
  runNow(): void;
  /** No more runs; resolves when the one under way has ended. */
  stop(): Promise<void>;
};

// setTimeout takes no longer wait than this (2^31 - 1 ms, some 24 days).
const longestWaitMs = 2_147_483_647;

/** An occurrence that comes while the function still runs is left out, as by the real host. */
export function makeTimerListener({ schedule, run, now }: TimerListenerParts): TimerListener {
  let waiting: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  let lastMs = 0;

  const runOnce = async (): Promise<void> => {
    const startedMs = now();
    try {
      await run({ value: { json: JSON.stringify(timerInfo(lastMs, schedule(startedMs), startedMs)) } });
    } catch {
      // Logged where it was run; a timer has nothing to retry with and waits for its next turn.
    }
    lastMs = startedMs;
  };
  const enqueue = (): Promise<void> => {
    running = running.then(() => (isStopped ? undefined : runOnce()));
    return running;
  };
  const waitUntil = (dueMs: number): void => {
    const leftMs = dueMs - now();
    waiting = setTimeout(() => void arrive(dueMs), Math.min(Math.max(leftMs, 0), longestWaitMs));
  };
  const arrive = async (dueMs: number): Promise<void> => {
    // A timer may fire a moment early, and always does at the end of the longest wait.
    if (now() >= dueMs) {
      await enqueue();
    }
    if (!isStopped) {
      waitUntil(now() >= dueMs ? schedule(now()) : dueMs);
    }
  };

  return {
    start: () => waitUntil(schedule(now())),
    runNow: () => void enqueue(),
    stop: async () => {
      isStopped = true;
      clearTimeout(waiting);
      await running;
    },
  };
}

function timerInfo(lastMs: number, nextMs: number, updatedMs: number): object {
  const text = (instant: number): string => new Date(instant).toISOString();
  return {
    Schedule: { AdjustForDST: true },
    ScheduleStatus: { Last: text(lastMs), Next: text(nextMs), LastUpdated: text(updatedMs) },
    IsPastDue: false,
  };
}
