/** `docs/operations.md`, "Reading the log", names what the app writes: every line, field and word, and none besides. */
import { beforeAll, describe, expect, it } from "vitest";

import { readDoc } from "./docs/table.ts";
import type { Shape } from "./queries/shape.ts";
import { readWrittenLines } from "./queries/written-lines.ts";

const section = sectionOf("Reading the log");
/** The row of each event. */
const rows = new Map(
  [...section.matchAll(/^\| `([\w.]+)` \| (?:info|warning|error) \|.*$/gm)].map(([row, event = ""]) => [
    event,
    row,
  ]),
);

let written: ReadonlyMap<string, Shape>;
beforeAll(async () => {
  written = await readWrittenLines();
}, 120_000);

function sectionOf(heading: string): string {
  const [, after] = readDoc("operations.md").split(`## ${heading}\n`);
  if (after === undefined) throw new Error(`docs/operations.md has no section: ${heading}`);
  return after.split("\n## ")[0] ?? "";
}

/** The fields of each line but `event` itself, with the words that each may hold. */
function fields(): { readonly event: string; readonly field: string; readonly words: readonly string[] }[] {
  return [...written].flatMap(([event, shape]) =>
    [...shape.fields].flatMap(([field, { words }]) =>
      field === "event" ? [] : [{ event, field, words: [...words] }],
    ),
  );
}

describe("reading the log", () => {
  it("has a row for each line that is written, and no other", () => {
    expect([...rows.keys()].toSorted()).toEqual([...written.keys()].toSorted());
  });

  it("names each field of a line in its row", () => {
    const unnamed = fields().filter(({ event, field }) => !rows.get(event)?.includes(`\`${field}\``));
    expect(unnamed).toEqual([]);
  });

  it("names each word that a field may hold", () => {
    const unnamed = fields().flatMap(({ event, field, words }) =>
      words.filter((word) => !section.includes(`\`${word}\``)).map((word) => ({ event, field, word })),
    );
    expect(unnamed).toEqual([]);
  });
});
