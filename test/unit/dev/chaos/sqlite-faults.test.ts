/** The fault layer in front of SQLite, in a process of its own as in a run: each kind with the effect that it claims. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, it, onTestFinished } from "vitest";

const FAULTS = new URL("../../../../dev/chaos/preload/sqlite-faults.ts", import.meta.url);

/** Adds one to a number again and again, and says what came of each time. */
const PROGRAM = `
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (0)");
  const update = database.prepare("UPDATE t SET n = n + 1");
  const insert = database.prepare("INSERT INTO t SELECT 0 WHERE false RETURNING n");
  const version = database.prepare("PRAGMA user_version");
  let n = 0;
  for (let count = 0; count < 400; count += 1) {
    version.get();
    let outcome = "done";
    try { if (update.run().changes === 0) outcome = "lost"; } catch (error) { outcome = error.code + " " + error.errcode; }
    try { insert.get(); } catch {}
    let now;
    while (now === undefined) { try { now = database.prepare("SELECT n FROM t").get().n; } catch {} }
    console.log(outcome + " " + (now - n));
    n = now;
  }`;

it("fails before and after the effect, and loses races, as often as it is told, and counts it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "linewatch-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const tally = join(folder, "tally");
  const env = { CHAOS_STORE: JSON.stringify({ rate: 0.5, seed: 3, tally }), NODE_NO_WARNINGS: "1" };
  const args = [`--import=${FAULTS.href}`, "--input-type=module", "-e", PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const lines = stdout.trim().split("\n");
  const expected = [
    "ERR_SQLITE_ERROR 10 0",
    "ERR_SQLITE_ERROR 10 1",
    "ERR_SQLITE_ERROR 5 0",
    "done 1",
    "lost 0",
  ];
  expect([...new Set(lines)].toSorted()).toEqual(expected);
  const done = lines.filter((line) => line === "done 1").length;
  expect(done).toBeGreaterThan(150);
  expect(done).toBeLessThan(250);
  const counted = readFileSync(tally, "utf8").trim().split("\n");
  expect(new Set(counted)).toEqual(new Set(["busy", "io-before", "io-after", "lost"]));
});
