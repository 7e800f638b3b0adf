/** The store contract on SQLite, in memory and in a file. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { makeSqliteEngine } from "../../../functions/adapters/sqlite/sqlite-store.ts";
import { describeStore } from "./store-contract.ts";

const folder = mkdtempSync(join(tmpdir(), "linewatch-store-"));
let files = 0;

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describeStore("SQLite in memory", () => Promise.resolve(makeSqliteEngine({ path: ":memory:" })));

describeStore("SQLite in a file", () =>
  Promise.resolve(makeSqliteEngine({ path: join(folder, `store-${files++}.sqlite`) })),
);
