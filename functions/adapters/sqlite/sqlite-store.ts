/** The embedded store: `node:sqlite`, in a file that several processes may share, or in memory. */
import { DatabaseSync } from "node:sqlite";
import type { Store } from "../../application/ports.ts";
import type { DocumentEngine } from "../documents/container.ts";
import { makeDocumentStore } from "../documents/document-store.ts";
import type { OnUnreadable } from "../documents/reading.ts";
import { isBusy } from "./errors.ts";
import { ForeignFileError, prepareSchema } from "./schema.ts";
import { makeSqliteContainer } from "./sqlite-container.ts";

const BUSY_MS = 5_000;
const BUSY_PAUSE_MS = 5;

export interface SqliteStoreOptions {
  /** A file, created if it is not there, or `:memory:`. */
  readonly path: string;
  /** Told of documents that lists leave out because this version cannot read them. */
  readonly onUnreadable?: OnUnreadable;
  /** By which documents expire; epoch milliseconds. The system's clock without it. */
  readonly now?: () => number;
  /** How long a statement waits for another process to finish writing; 5 s without it. */
  readonly busyMs?: number;
}

/** The database behind the store. Throws a sentence for the operator where the file cannot be used. */
export function makeSqliteEngine({
  path,
  now = Date.now,
  busyMs = BUSY_MS,
}: SqliteStoreOptions): DocumentEngine {
  const database = openDatabase(path, busyMs);
  return {
    container: (name) => makeSqliteContainer({ database, name, now }),
    close() {
      if (database.isOpen) database.close();
      return Promise.resolve();
    },
  };
}

/** Throws as `makeSqliteEngine` does. */
export function makeSqliteStore(options: SqliteStoreOptions): Store {
  return makeDocumentStore(makeSqliteEngine(options), options.onUnreadable ?? (() => {}));
}

/** Throws a sentence for the operator. */
function openDatabase(path: string, busyMs: number): DatabaseSync {
  const patience = Date.now() + busyMs;
  for (;;) {
    try {
      return openOnce(path, busyMs);
    } catch (error) {
      if (error instanceof ForeignFileError) throw error;
      if (isBusy(error) && Date.now() < patience) {
        pauseThread(BUSY_PAUSE_MS);
        continue;
      }
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`the SQLite file ${path} cannot be used: ${reason}`, { cause: error });
    }
  }
}

/** The schema is looked at first, so that a file that is not ours stays as it is. */
function openOnce(path: string, busyMs: number): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyMs });
  try {
    prepareSchema(database, path);
    // SQLite does not wait for others here, whatever its timeout: processes that start together meet.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Nothing of the app runs before its store is there: there is nobody to keep waiting. */
function pauseThread(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
