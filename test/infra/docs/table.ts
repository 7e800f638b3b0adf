/** Tables of the documentation, by the heading under which they stand. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The cells of each row by their column, without backticks; the first table below `## heading`. */
export function tableIn(markdown: string, heading: string): Readonly<Record<string, string>>[] {
  const lines = markdown.split("\n");
  const from = lines.indexOf(`## ${heading}`);
  if (from < 0) throw new Error(`There is no heading "## ${heading}".`);
  const next = lines.findIndex((line, at) => at > from && line.startsWith("## "));
  const section = lines.slice(from + 1, next < 0 ? undefined : next);
  const start = section.findIndex((line) => line.startsWith("|"));
  const end = section.findIndex((line, at) => at > start && !line.startsWith("|"));
  const [head, , ...rows] = section.slice(start, end < 0 ? undefined : end).map(cellsOf);
  if (start < 0 || head === undefined) throw new Error(`There is no table under "## ${heading}".`);
  return rows.map((cells) => Object.fromEntries(head.map((column, at) => [column, cells[at] ?? ""])));
}

function cellsOf(line: string): string[] {
  const [, ...cells] = line
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll("`", "").replaceAll("\\|", "|").trim());
  return cells.slice(0, -1);
}

/** A file of the folder `docs`. */
export function readDoc(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url)), "utf8");
}
