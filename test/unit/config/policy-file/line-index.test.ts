import { expect, it } from "vitest";
import { makeLineIndex } from "../../../../functions/config/policy-file/line-index.ts";

const text = "ab\n\r\n\nlast";

it.each([
  ["the beginning", 0, 1, 1],
  ["a line's end", 2, 1, 3],
  ["the next line", 3, 2, 1],
  ["a carriage return's line", 4, 2, 2],
  ["an empty line", 5, 3, 1],
  ["the last line", 6, 4, 1],
  ["the end", text.length, 4, 5],
])("%s", (_name, offset, line, column) => {
  expect(makeLineIndex(text)(offset)).toEqual({ line, column });
});

it("has a first line where there is no text", () => {
  expect(makeLineIndex("")(0)).toEqual({ line: 1, column: 1 });
});
