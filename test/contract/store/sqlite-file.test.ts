/** What is SQLite's own: files, their schema, several processes on one, and what expires. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { makeSqliteStore } from "../../../functions/adapters/sqlite/sqlite-store.ts";
import { TransientError } from "../../../functions/application/ports.ts";
import { must } from "./harness.ts";
import { DRILL_HUB } from "../../../functions/domain/drill.ts";
import { deviceKey } from "../../../functions/domain/identity.ts";
import {
  connectionOf,
  deliveryOf,
  device,
  incidentOf,
  rejectedOf,
  suspect,
  T0,
  transitionOf,
} from "./samples.ts";

const folder = mkdtempSync(join(tmpdir(), "linewatch-sqlite-"));
const file = (name: string) => join(folder, name);
const DAY_MS = 86_400_000;

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function finished(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}

describe("a SQLite file", () => {
  it("keeps what was written when it is opened again", async () => {
    const first = makeSqliteStore({ path: file("again") });
    const version = await first.connections.create(connectionOf(device));
    await first.close();
    const second = makeSqliteStore({ path: file("again") });
    expect(await second.connections.read(device)).toEqual({ value: connectionOf(device), version });
    await second.close();
  });

  it("of another version is refused with a sentence, and left alone", () => {
    const database = new DatabaseSync(file("newer"));
    database.exec("CREATE TABLE connections (a TEXT); PRAGMA user_version = 7");
    database.close();
    expect(() => makeSqliteStore({ path: file("newer") })).toThrow(/another version of Linewatch \(schema 7/);
    const after = new DatabaseSync(file("newer"));
    expect(after.prepare("SELECT name FROM sqlite_master").all()).toEqual([{ name: "connections" }]);
    expect(after.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "delete" });
    after.close();
  });

  it("of something else, or in no folder, is refused with a sentence", () => {
    const database = new DatabaseSync(file("other"));
    database.exec("CREATE TABLE songs (a TEXT)");
    database.close();
    writeFileSync(file("text"), "not a database, but long enough to be taken for a broken one\n".repeat(20));
    expect(() => makeSqliteStore({ path: file("other") })).toThrow(/not one of Linewatch/);
    expect(() => makeSqliteStore({ path: file("text") })).toThrow(
      /text cannot be used: file is not a database/,
    );
    expect(() => makeSqliteStore({ path: join(folder, "none", "x") })).toThrow(
      /x cannot be used: unable to open/,
    );
  });

  it("that somebody else keeps locked is a transient fault", async () => {
    const store = makeSqliteStore({ path: file("locked"), busyMs: 50 });
    const other = new DatabaseSync(file("locked"));
    other.exec("BEGIN IMMEDIATE");
    const created = store.connections.create(connectionOf(device));
    await expect(created).rejects.toThrow(TransientError);
    other.exec("ROLLBACK");
    expect(await store.connections.create(connectionOf(device))).toBeDefined();
    other.close();
    await store.close();
  });

  it("that somebody else writes to is waited for", async () => {
    const store = makeSqliteStore({ path: file("waiting") });
    const holder = fork(join(import.meta.dirname, "sqlite-holder.ts"), [file("waiting")]);
    await new Promise((resolve) => holder.once("message", resolve));
    const began = Date.now();
    expect(await store.connections.create(connectionOf(device))).toBeDefined();
    expect(Date.now() - began).toBeGreaterThan(20);
    expect(await finished(holder)).toBe(0);
    await store.close();
  });

  it("that several open and create at the same moment is opened by all of them", async () => {
    const rounds = 100;
    const path = file("raced");
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const opener = new URL("./sqlite-openers.ts", import.meta.url);
    const openers = Array.from(
      { length: 4 },
      () => new Worker(opener, { workerData: { flag, path, rounds } }),
    );
    const faults: string[] = [];
    for (let round = 1; round <= rounds; round++) {
      for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
      const answers = openers.map((worker) => once(worker, "message"));
      Atomics.store(flag, 0, round);
      Atomics.notify(flag, 0);
      faults.push(...(await Promise.all(answers)).flat().filter((fault) => fault !== ""));
    }
    expect(faults).toEqual([]);
  });

  it("is shared by processes that lose no write, from its creation on", async () => {
    const path = file("shared");
    const counting = { hub: "h", deviceId: "counter" };
    const writers = Array.from({ length: 3 }, () =>
      fork(join(import.meta.dirname, "sqlite-writer.ts"), [path, "100"], { stdio: "inherit" }),
    );
    expect(await Promise.all(writers.map(finished))).toEqual([0, 0, 0]);
    const store = makeSqliteStore({ path });
    expect((await store.connections.read(counting))?.value.lastSeenAt).toBe(300);
    await store.close();
  });
});

describe("expiry in SQLite", () => {
  it("hides what is past its time, and gives its place to another", async () => {
    let now = T0;
    const store = makeSqliteStore({ path: ":memory:", now: () => now });
    const gone = connectionOf(device, { state: { name: "deleted", at: T0 } });
    const version = must(await store.connections.create(gone));
    await store.rejected.keep(rejectedOf(T0));
    await store.transitions.record(transitionOf(device, T0, "deleted"));
    await store.incidents.reserveCode("7K2M", "h!a!x");
    const over = incidentOf({ state: { name: "resolved", at: T0, outcome: "recovered" } });
    await store.incidents.create(over);

    now = T0 + 30 * DAY_MS - 1;
    expect(await store.rejected.count()).toBe(1);
    now = T0 + 30 * DAY_MS;
    expect(await store.rejected.count()).toBe(0);
    expect(await store.rejected.page(undefined, 9)).toEqual([]);

    now = T0 + 400 * DAY_MS;
    expect(await store.connections.read(device)).toBeUndefined();
    expect(await store.connections.ofDevice(device)).toEqual([]);
    expect(await store.transitions.tombstones(device)).toEqual([]);
    expect(await store.connections.replace(gone, version)).toBeUndefined();
    const again = must(await store.connections.create(suspect(device, T0)));
    expect(await store.connections.replace(gone, version)).toBeUndefined();
    expect(await store.connections.read(device)).toEqual({ value: suspect(device, T0), version: again });

    expect(await store.incidents.reserveCode("7K2M", "h!b!x")).toBe(true);
    expect(await store.incidents.read(over.id)).toBeDefined();
    now = T0 + 430 * DAY_MS;
    expect(await store.incidents.latest(over.group)).toBeUndefined();
    await store.close();
  });

  it("forgets a drill, and everything that belongs to it, an hour after its last change", async () => {
    let now = T0;
    const store = makeSqliteStore({ path: ":memory:", now: () => now });
    const identity = { hub: DRILL_HUB, deviceId: "k3v9" };
    const incident = incidentOf({ group: deviceKey(identity), hub: DRILL_HUB, drill: ["ops"] });
    await store.drills.create({ id: "k3v9", requestedAt: T0, receivers: ["ops"] });
    await store.connections.create(connectionOf(identity));
    await store.transitions.record(transitionOf(identity, T0, "offline"));
    await store.incidents.create(incident);
    await store.incidents.reserveCode("7K2M", incident.id);
    await store.deliveries.create(deliveryOf({ incident }));
    const kept = async () => [
      await store.drills.read("k3v9"),
      await store.connections.read(identity),
      (await store.transitions.history(identity, undefined, 1)).transitions.at(0),
      await store.incidents.read(incident.id),
      await store.incidents.incidentOfCode("7K2M"),
      (await store.deliveries.ofIncident(incident.id)).at(0),
    ];
    now = T0 + 3_600_000 - 1;
    expect(await kept()).not.toContain(undefined);
    now += 1;
    expect(await kept()).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
    await store.close();
  });

  it("takes what has expired out of the file, a write now and then", async () => {
    let now = T0;
    const path = file("expiring");
    const store = makeSqliteStore({ path, now: () => now });
    for (let i = 0; i < 10; i++) await store.rejected.keep(rejectedOf(T0 + i));
    now = T0 + 31 * DAY_MS;
    for (let i = 0; i < 1000; i++) await store.rejected.keep(rejectedOf(now + i));
    const database = new DatabaseSync(path);
    expect(database.prepare("SELECT count(*) AS rows FROM rejected").get()).toEqual({ rows: 1000 });
    database.close();
    await store.close();
  });

  it("never ends what is still going on", async () => {
    let now = T0;
    const store = makeSqliteStore({ path: ":memory:", now: () => now });
    await store.connections.create(connectionOf(device));
    now = T0 + 5000 * DAY_MS;
    expect(await store.connections.read(device)).toBeDefined();
    await store.close();
  });
});
