/** The steps of a scenario, and the events that they stand for: each at its moment, with its time and its numbers. */
import * as z from "zod";

export const stepSchema = z.strictObject({
  afterMs: z.int().min(0),
  /** The step happens so often, one event every `everyMs`; `{n}` in its event is 001, 002 and so on. */
  repeat: z.strictObject({ times: z.int().min(1).max(999), everyMs: z.int().min(0) }).optional(),
  /** A CloudEvent without a time: it is stamped when its moment comes. */
  event: z.looseObject({ id: z.string() }),
});

type Step = z.infer<typeof stepSchema>;

export interface Moment {
  readonly at: number;
  readonly event: unknown;
}

/**
 * The events in order of time, from `startedAt` on. `speed` 2 has them twice as close together. Sequence numbers and
 * ids are moved with the start, so that a scenario can be played again.
 */
export function momentsOf(steps: readonly Step[], speed: number, startedAt: number): Moment[] {
  return steps
    .flatMap(repeated)
    .toSorted((a, b) => a.afterMs - b.afterMs)
    .map(({ afterMs, text }) => {
      const at = startedAt + afterMs / speed;
      return { at, event: stamp(text, startedAt, at) };
    });
}

interface Occurrence {
  readonly afterMs: number;
  readonly text: string;
}

function repeated({ afterMs, repeat, event }: Step): Occurrence[] {
  const text = JSON.stringify(event);
  if (repeat === undefined) return [{ afterMs, text }];
  return Array.from({ length: repeat.times }, (_, index) => ({
    afterMs: afterMs + index * repeat.everyMs,
    text: text.replaceAll("{n}", String(index + 1).padStart(3, "0")),
  }));
}

function stamp(text: string, startedAt: number, at: number): unknown {
  const run = startedAt.toString(16).toUpperCase().padStart(16, "0");
  const event = JSON.parse(text.replace(/("sequenceNumber":")([0-9A-F]{16})/i, `$1${run}`));
  // Event Grid stamps with seven fractional digits.
  const time = new Date(at).toISOString().replace("Z", "0000Z");
  return { ...event, id: `${event.id}-${run}`, time };
}
