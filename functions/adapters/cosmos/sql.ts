/** A query in Cosmos DB's words: `TOP`, `ORDER BY` one indexed path, no continuation. */
import type { JSONValue, SqlQuerySpec } from "@azure/cosmos";
import type { Condition, Query } from "../documents/container.ts";

export function toCosmosSql(query: Query): SqlQuerySpec {
  const conditions: Condition[] = [...(query.where ?? [])];
  // Said again beside the request's own partition key, which the emulator does not look at.
  if (query.partition !== undefined) conditions.unshift({ field: "pk", is: "=", value: query.partition });

  const parameters: { name: string; value: JSONValue }[] = [];
  const parameter = (value: string | number) => {
    const name = `@p${parameters.length}`;
    parameters.push({ name, value });
    return name;
  };
  const text = (condition: Condition) =>
    condition.is === "in"
      ? `${path(condition.field)} IN (${condition.values.map(parameter).join(", ")})`
      : `${path(condition.field)} ${condition.is} ${parameter(condition.value)}`;

  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.map(text).join(" AND ")}`;
  const direction = query.descending === true ? "DESC" : "ASC";
  return {
    query: `SELECT TOP ${Math.trunc(query.limit)} ${selected(query)} FROM c${where} ORDER BY ${path(query.orderBy)} ${direction}`,
    parameters,
  };
}

function path(field: string): string {
  return `c["${field}"]`;
}

function selected({ select }: Query): string {
  return select === undefined
    ? "*"
    : ["id", "_etag", ...select.filter((field) => field !== "id")].map(path).join(", ");
}
