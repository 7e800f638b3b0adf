/** A query in SQLite's words. The text depends on its shape only, so that prepared statements are used again. */
import type { Condition, Query } from "../documents/container.ts";
import type { ContainerName } from "../documents/containers.ts";
import { columnOf } from "./schema.ts";

export interface SqliteQuery {
  readonly text: string;
  readonly parameters: (string | number)[];
}

export function toSqlite(container: ContainerName, query: Query, now: number): SqliteQuery {
  const conditions: Condition[] = [...(query.where ?? [])];
  if (query.partition !== undefined) conditions.unshift({ field: "pk", is: "=", value: query.partition });
  const where = ["(expires_at IS NULL OR expires_at > ?)", ...conditions.map(textOf)].join(" AND ");
  const direction = query.descending === true ? "DESC" : "ASC";
  return {
    text: `SELECT id, version, ${bodyOf(query)} AS body FROM ${container} WHERE ${where} ORDER BY ${columnOf(query.orderBy)} ${direction} LIMIT ?`,
    parameters: [now, ...conditions.map(parameterOf), query.limit],
  };
}

function bodyOf({ select }: Query): string {
  if (select === undefined) return "body";
  return `json_object(${select.map((field) => `'${field}', ${columnOf(field)}`).join(", ")})`;
}

function textOf(condition: Condition): string {
  const column = columnOf(condition.field);
  return condition.is === "in"
    ? `${column} IN (SELECT value FROM json_each(?))`
    : `${column} ${condition.is} ?`;
}

function parameterOf(condition: Condition): string | number {
  return condition.is === "in" ? JSON.stringify(condition.values) : condition.value;
}
