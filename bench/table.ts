/** The table, a line at a time: a measure that takes minutes does not keep the others waiting. */
import type { Row } from "./report.ts";

const COLUMNS: readonly (readonly [heading: string, width: number])[] = [
  ["measure", 46],
  ["Linewatch", 26],
  ["floor", 16],
  ["result", 18],
  ["goal", 18],
  ["met", 6],
];

export function headLines(): string[] {
  const rule = COLUMNS.map(([, width]) => "-".repeat(width));
  return [lineOf(COLUMNS.map(([heading]) => heading)), lineOf(rule)];
}

export function rowLine({ measure, product, floor, result, goal, met }: Row): string {
  return lineOf([measure, product, floor, result, goal, verdictOf(met)]);
}

function verdictOf(met: boolean | undefined): string {
  if (met === undefined) return "";
  return met ? "yes" : "MISSED";
}

/** A cell that is too long for its column pushes the rest aside. */
function lineOf(cells: readonly string[]): string {
  const padded = COLUMNS.map(([, width], column) => (cells[column] ?? "").padEnd(width));
  return `| ${padded.join(" | ")} |`;
}
