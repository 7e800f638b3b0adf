/** Every page of the manual that the command leads to is there, under this heading. */
import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { PAGES } from "../../../dev/smoke/trouble.ts";

const manual = readFileSync(new URL("../../../docs/operations.md", import.meta.url), "utf8");

it.each(PAGES)("docs/operations.md has a heading “%s”", (page) => {
  expect(manual.split("\n").map((line) => line.replace(/^#+ /, ""))).toContain(page);
});
