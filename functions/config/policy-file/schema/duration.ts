/** Durations as the policy file writes them: a whole number and one unit, `500ms 30s 5m 4h 7d`. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../domain/time.ts";
import { leaf, Refusal } from "./leaf.ts";

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
};
const format = /^(\d+)(ms|s|m|h|d)$/;
const words = "must be a duration: a whole number and one of ms, s, m, h, d, such as 30s or 5m";

/** Milliseconds; undefined for what is no duration. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit] = format.exec(text) ?? [];
  const factor = unit === undefined ? undefined : unitMs[unit];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

/** The shortest text for a duration of whole milliseconds: `90s`, `5m`, `0s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return "0s";
  const [unit, factor] = Object.entries(unitMs).findLast(([, ms]) => durationMs % ms === 0) ?? ["ms", 1];
  return `${durationMs / factor}${unit}`;
}

interface DurationRange {
  readonly description: string;
  readonly examples: readonly string[];
  readonly atMostMs: number;
  /** Whether 0 makes sense. */
  readonly orNone?: boolean;
}

/** A schema of a duration within bounds, as milliseconds. */
export function duration({ description, examples, atMostMs, orNone = false }: DurationRange) {
  const bounds = `${orNone ? "0s or more" : "More than 0s"}, at most ${formatDuration(atMostMs)}.`;
  return leaf({
    words,
    wordsForNumber: "needs a unit: a duration is a whole number and one of ms, s, m, h, d, such as 30s or 5m",
    meta: { description: `${description} ${bounds}`, examples: [...examples], pattern: format.source },
    read(text) {
      if (/^-\d/.test(text)) return new Refusal("out-of-range", "cannot be negative");
      const durationMs = parseDuration(text);
      if (durationMs === undefined) return new Refusal("bad-duration", words);
      if (durationMs > atMostMs)
        return new Refusal("out-of-range", `can be at most ${formatDuration(atMostMs)}`);
      if (durationMs === 0 && !orNone) return new Refusal("out-of-range", "must be longer than 0");
      return durationMs;
    },
  });
}
