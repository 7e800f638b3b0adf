/** The report as a terminal shows it: a row a step, words wrapped under themselves, and readable without colours too. */
import { styleText } from "node:util";

export interface Row {
  readonly mark: keyof typeof MARKS;
  readonly name: string;
  /** Since the drill was asked for. */
  readonly afterMs?: number | undefined;
  readonly words: string;
}

export interface Report {
  /** A line of its own, wrapped. */
  readonly say: (words: string, format?: Format) => void;
  readonly row: (row: Row) => void;
}

/** How a terminal is. */
export interface Look {
  readonly width: number;
  readonly paint: (format: Format, text: string) => string;
}

type Format = Parameters<typeof styleText>[0];

const MARKS = {
  done: ["green", "✓"],
  failed: ["red", "✗"],
  warning: ["yellow", "!"],
  waits: ["dim", "…"],
} as const;
const LONGEST_LINE = 110;
const SHORTEST_LINE = 40;
const SMALLEST_TABLE = 60;
const NAME_WIDTH = 13;
const TIME_WIDTH = 8;
const GAP = 3;
const NARROW_INDENT = 6;

export function terminalLook(): Look {
  const { stdout } = process;
  return {
    width: lineWidth(stdout.columns),
    paint: (format, text) => styleText(format, text, { stream: stdout }),
  };
}

/** What runs in a container is often told of a terminal with no columns at all. */
export function lineWidth(columns: number | undefined): number {
  if (columns === undefined || columns === 0) return LONGEST_LINE;
  return Math.min(Math.max(columns, SHORTEST_LINE), LONGEST_LINE);
}

export function makeReport(print: (line: string) => void, { width, paint }: Look): Report {
  return {
    say: (words, format) => {
      for (const line of wrap(words, width)) print(format === undefined ? line : paint(format, line));
    },
    row: ({ mark, name, afterMs, words }) => {
      const [format, sign] = MARKS[mark];
      const time = afterMs === undefined ? "" : formatSeconds(afterMs);
      const head = `  ${paint(format, sign)} ${name.padEnd(NAME_WIDTH)} ${time.padStart(TIME_WIDTH)}`;
      const indent = 4 + Math.max(name.length, NAME_WIDTH) + 1 + TIME_WIDTH + GAP;
      // Where it is narrow, words that do not fit have lines of their own.
      const isBelow = width < SMALLEST_TABLE && indent + words.length > width;
      const margin = " ".repeat(isBelow ? NARROW_INDENT : indent);
      const lines = wrap(words, width - margin.length).map((line) =>
        mark === "waits" ? paint("dim", line) : line,
      );
      const beside = isBelow ? [] : lines.splice(0, 1);
      print([head, ...beside].join(" ".repeat(GAP)).trimEnd());
      for (const line of lines) print(margin + line);
    },
  };
}

export function formatSeconds(ms: number): string {
  return `${(Math.max(ms, 0) / 1_000).toFixed(1)} s`;
}

function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, width));
}

/** Between words only, and not before a unit: what is copied from a terminal stays whole. */
function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ (?!(?:s|min)\b)/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}
