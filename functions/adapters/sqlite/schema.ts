/** The SQLite file: a table a container, with an index for each field that is queried. */
import type { DatabaseSync } from "node:sqlite";
import {
  CONTAINER_INDEXES,
  CONTAINER_NAMES,
  type ContainerName,
  type QueryField,
} from "../documents/containers.ts";

/** Kept in the file as `user_version`. */
const SCHEMA_VERSION = 4;

/** How a field is named in SQL; must read the same in an index and in a query, or the index is not used. */
export function columnOf(field: QueryField): string {
  return field === "id" || field === "pk" ? field : `json_extract(body, '$.${field}')`;
}

function statementsFor(container: ContainerName, fields: readonly QueryField[]): string[] {
  return [
    `CREATE TABLE ${container} (
       pk TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER, body TEXT NOT NULL,
       PRIMARY KEY (pk, id)
     )`,
    `CREATE INDEX ${container}_id ON ${container} (id)`,
    `CREATE INDEX ${container}_expires_at ON ${container} (expires_at) WHERE expires_at IS NOT NULL`,
    // Without the documents that lack the field: what does not apply costs nothing on a write.
    ...fields.map(
      (field) => `CREATE INDEX ${container}_${field} ON ${container} (${columnOf(field)}, id)
        WHERE ${columnOf(field)} IS NOT NULL`,
    ),
  ];
}

function versionOf(database: DatabaseSync): unknown {
  return database.prepare("PRAGMA user_version").get()?.["user_version"];
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_master LIMIT 1").get() === undefined;
}

/** The file is another version's, or somebody else's. The message is for the operator. */
export class ForeignFileError extends Error {
  override readonly name = "ForeignFileError";
}

/** Makes the tables in an empty file; throws for a file that is not this version's. */
export function prepareSchema(database: DatabaseSync, path: string): void {
  if (versionOf(database) === SCHEMA_VERSION) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    createIn(database, path);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

/** Looks again, now that nobody else can write: another process may have been faster. */
function createIn(database: DatabaseSync, path: string): void {
  const found = versionOf(database);
  if (found === SCHEMA_VERSION) return;
  if (found !== 0) {
    throw new ForeignFileError(
      `${path} was written by another version of Linewatch (schema ${String(found)}, this one knows ${SCHEMA_VERSION}): ` +
        "start that version, or name another file.",
    );
  }
  if (!isEmpty(database))
    throw new ForeignFileError(`${path} is a database, but not one of Linewatch: name another file.`);
  for (const container of CONTAINER_NAMES) {
    for (const statement of statementsFor(container, CONTAINER_INDEXES[container])) database.exec(statement);
  }
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}
