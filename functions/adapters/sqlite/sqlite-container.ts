/** One container as a table: the version of a row is its ETag, compared and set in one statement. */
import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { checkDocumentId, type DocumentContainer, type StoredDocument } from "../documents/container.ts";
import type { ContainerName } from "../documents/containers.ts";
import { translateSqliteError } from "./errors.ts";
import { toSqlite } from "./sql.ts";

/** Of so many writes, one also takes out what has expired. */
const PURGE_EVERY = 1000;
const PURGE_AT_MOST = 1000;

const ALIVE = "(expires_at IS NULL OR expires_at > ?)";

type Row = Record<string, SQLOutputValue>;

export interface SqliteContainerOptions {
  readonly database: DatabaseSync;
  readonly name: ContainerName;
  readonly now: () => number;
}

export function makeSqliteContainer({ database, name, now }: SqliteContainerOptions): DocumentContainer {
  const sql = statementsFor(name);
  const prepared = makeStatementCache(database);
  let writes = 0;

  const purgeNowAndThen = () => {
    if (writes++ % PURGE_EVERY === 0) prepared(sql.purge).run(now());
  };

  return {
    name,
    read: (partition, id) =>
      settle(() => {
        const row = prepared(sql.read).get(partition, id, now());
        return row === undefined ? undefined : storedDocument(row);
      }),
    create: (body, lifetimeS) =>
      settle(() => {
        checkDocumentId(body.id);
        purgeNowAndThen();
        const at = now();
        const values = [body.pk, body.id, expiry(at, lifetimeS), JSON.stringify(body), at];
        const row = prepared(sql.create).get(...values);
        return row === undefined ? undefined : String(row["version"]);
      }),
    replace: (body, ifMatch, lifetimeS) =>
      settle(() => {
        purgeNowAndThen();
        const at = now();
        const version = Number(ifMatch);
        const values = [expiry(at, lifetimeS), JSON.stringify(body), body.pk, body.id, version, at];
        return prepared(sql.replace).run(...values).changes === 1 ? String(version + 1) : undefined;
      }),
    query: (query) =>
      settle(() => {
        const { text, parameters } = toSqlite(name, query, now());
        return prepared(text)
          .all(...parameters)
          .map(storedDocument);
      }),
    count: () => settle(() => Number(prepared(sql.count).get(now())?.["count"])),
  };
}

function statementsFor(name: ContainerName) {
  return {
    read: `SELECT id, version, body FROM ${name} WHERE pk = ? AND id = ? AND ${ALIVE}`,
    // What has expired is not there any more, but its version goes on: nobody's old version fits the new one.
    create: `INSERT INTO ${name} (pk, id, version, expires_at, body) VALUES (?, ?, 1, ?, ?)
      ON CONFLICT (pk, id) DO UPDATE
        SET version = version + 1, expires_at = excluded.expires_at, body = excluded.body
        WHERE expires_at <= ?
      RETURNING version`,
    replace: `UPDATE ${name} SET version = version + 1, expires_at = ?, body = ?
      WHERE pk = ? AND id = ? AND version = ? AND ${ALIVE}`,
    count: `SELECT count(*) AS count FROM ${name} WHERE ${ALIVE}`,
    purge: `DELETE FROM ${name} WHERE rowid IN
      (SELECT rowid FROM ${name} WHERE expires_at <= ? LIMIT ${PURGE_AT_MOST})`,
  };
}

function makeStatementCache(database: DatabaseSync): (text: string) => StatementSync {
  const statements = new Map<string, StatementSync>();
  return (text) => {
    const known = statements.get(text);
    if (known !== undefined) return known;
    const statement = database.prepare(text);
    statements.set(text, statement);
    return statement;
  };
}

/** SQLite answers at once; what goes wrong is what the promise says. */
function settle<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(translateSqliteError(error));
  }
}

function expiry(at: number, lifetimeS: number | undefined): number | null {
  return lifetimeS === undefined ? null : at + lifetimeS * 1000;
}

function storedDocument(row: Row): StoredDocument {
  return { id: String(row["id"]), version: String(row["version"]), body: parsed(String(row["body"])) };
}

/** What is not JSON is left to be found unreadable, like anything else that does not fit. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
