/** The report in every kind of terminal. */
import { stripVTControlCharacters, styleText } from "node:util";

import { afterEach, describe, expect, it } from "vitest";

import { lineWidth, makeReport, type Look, type Row } from "../../../dev/smoke/report.ts";
import { clearStage, setStage } from "./follow.ts";

afterEach(clearStage);

const plain: Look["paint"] = (_, text) => text;
const coloured: Look["paint"] = (format, text) => styleText(format, text, { validateStream: false });

function rowsAt(width: number, row: Row): string[] {
  const lines: string[] = [];
  makeReport((line) => void lines.push(line), { width, paint: plain }).row(row);
  return lines;
}

const late: Row = {
  mark: "done",
  name: "notifications",
  afterMs: 41_234,
  words: "its incident was announced",
};

describe("a row", () => {
  it("keeps its columns, and wraps its words under themselves", () => {
    expect(rowsAt(100, late)).toEqual(["  ✓ notifications   41.2 s   its incident was announced"]);
    expect(rowsAt(60, late)).toEqual(["  ✓ notifications   41.2 s   its incident was announced"]);
    expect(rowsAt(60, { ...late, words: `${late.words} to everybody` })).toEqual([
      "  ✓ notifications   41.2 s   its incident was announced to",
      "                             everybody",
    ]);
  });

  it("has its words below it where it is narrow", () => {
    expect(rowsAt(30, late)).toEqual([
      "  ✓ notifications   41.2 s",
      "      its incident was",
      "      announced",
    ]);
  });

  it("keeps short words beside it, and a number with its unit", () => {
    expect(rowsAt(50, { ...late, words: "not yet; waiting" })).toEqual([
      "  ✓ notifications   41.2 s   not yet; waiting",
    ]);
    expect(rowsAt(30, { ...late, words: "has not come within 120 s." })).toEqual([
      "  ✓ notifications   41.2 s",
      "      has not come within",
      "      120 s.",
    ]);
  });

  it("moves aside for a long name, and breaks no word", () => {
    const name = "the-night-shift-of-oslo";
    expect(rowsAt(100, { ...late, name })).toEqual([`  ✓ ${name}   41.2 s   its incident was announced`]);
    expect(rowsAt(30, { ...late, words: "https://func-linewatch.example.net/ is it" })).toEqual([
      "  ✓ notifications   41.2 s",
      "      https://func-linewatch.example.net/",
      "      is it",
    ]);
  });

  it("does not tell of a time before the request, which two clocks can make", () => {
    expect(rowsAt(100, { ...late, afterMs: -40 })[0]).toContain(" 0.0 s ");
  });
});

describe("a line", () => {
  it.each([
    [undefined, 110],
    [0, 110],
    [12, 40],
    [72, 72],
    [300, 110],
  ])("in a terminal of %s columns has at most %i characters", (columns, width) => {
    expect(lineWidth(columns)).toBe(width);
  });
});

describe("a whole report", () => {
  it("says the same with colours and without", async () => {
    const inColour = await setStage();
    const { lines } = await inColour.follow({ look: { width: 100, paint: coloured } });
    const without = (await inColour.follow()).lines;
    expect(lines.join("")).not.toBe(without.join(""));
    expect(lines.map(stripVTControlCharacters)).toEqual(without);
  });

  it.each([40, 60, 80])("keeps within %i columns", async (width) => {
    const { app, follow } = await setStage();
    app.answer("POST /api/drill", () => ({ status: 401 }));
    const { lines } = await follow({ look: { width, paint: plain } });
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    expect(lines.length).toBeGreaterThan(5);
  });
});
