/** What a story cost: the calls of the store and the messages, altogether and by the message in whose course they were made. */
import type { Message } from "../world.ts";
import type { StoreCall } from "./counting-engine.ts";

export interface Step {
  /** `09:05:00 deadlines`. */
  readonly name: string;
  readonly calls: string[];
}

export interface Tally {
  readonly reads: number;
  readonly writes: number;
  readonly queries: number;
  readonly messages: number;
  readonly steps: readonly Step[];
}

export interface TallyTaker {
  readonly onCall: (call: StoreCall) => void;
  readonly onWork: (message: Message, at: number) => void;
  readonly onSend: (message: Message) => void;
  /** Forgets what was counted so far. */
  restart(): void;
  tally(): Tally;
}

export function makeTallyTaker(): TallyTaker {
  let counts = { read: 0, write: 0, query: 0, messages: 0 };
  let steps: Step[] = [];
  const note = (what: string): void => void steps.at(-1)?.calls.push(what);
  return {
    onCall: ({ kind, what }) => {
      counts[kind] += 1;
      note(what);
    },
    onWork: ({ queue }, at) =>
      void steps.push({ name: `${new Date(at).toISOString().slice(11, 19)} ${queue}`, calls: [] }),
    onSend: ({ queue }) => {
      counts.messages += 1;
      note(`→ ${queue}`);
    },
    restart: () => {
      counts = { read: 0, write: 0, query: 0, messages: 0 };
      steps = [];
    },
    tally: () => {
      const { read, write, query, messages } = counts;
      return { reads: read, writes: write, queries: query, messages, steps };
    },
  };
}

/** Queries are reads too. */
export function storeCalls({ reads, writes, queries }: Tally): number {
  return reads + writes + queries;
}

/** `3 rd 2 wr 1 msg`; queries are reads. */
export function tallyText({ reads, writes, queries, messages }: Tally): string {
  return `${reads + queries} rd ${writes} wr ${messages} msg`;
}

/** A line for each message that was worked on; the same call several times in a row is said once, with its number. */
export function stepLines({ steps }: Tally): string[] {
  return steps.map(({ name, calls }) => `  ${name}: ${inRuns(calls).join(", ")}`);
}

function inRuns(calls: readonly string[]): string[] {
  const runs: { readonly call: string; times: number }[] = [];
  for (const call of calls) {
    const last = runs.at(-1);
    if (last?.call === call) last.times += 1;
    else runs.push({ call, times: 1 });
  }
  return runs.map(({ call, times }) => (times === 1 ? call : `${call} ×${times}`));
}
