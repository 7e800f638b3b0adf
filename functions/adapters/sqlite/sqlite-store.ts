/** The embedded store: `node:sqlite`, in a file that several processes may share, or in memory. */
import { DatabaseSync } from "node:sqlite";
import type { Store } from "../../application/ports.ts";
import type { DocumentEngine } from "../documents/container.ts";
import { makeDocumentStore } from "../documents/document-store.ts";
import type { OnUnreadable } from "../documents/reading.ts";
import { ForeignFileError, prepareSchema } from "./schema.ts";
import { makeSqliteContainer } from "./sqlite-container.ts";

const BUSY_MS = 5_000;

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

/** The schema is looked at first, so that a file that is not ours stays as it is. */
function openDatabase(path: string, busyMs: number): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: busyMs });
    prepareSchema(database, path);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof ForeignFileError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the SQLite file ${path} cannot be used: ${reason}`, { cause: error });
  }
}
