/** Which keys may stand at a place of the file: read from the JSON Schema, so that there is nothing to keep in step. */
import type { Path } from "./fault.ts";
import { policyJsonSchema } from "./json-schema.ts";
import { childOf, isGroup, itemsOf } from "./plain-value.ts";

/** The keys that the group at `path` may have; none where any name may stand. */
export function knownKeys(path: Path): string[] {
  let schema: unknown = policyJsonSchema();
  for (const step of path) {
    if (typeof step === "number") schema = itemSchema(childOf(schema, "items"), step);
    else schema = childOf(childOf(schema, "properties"), step) ?? childOf(schema, "additionalProperties");
  }
  const properties = childOf(schema, "properties");
  return isGroup(properties) ? Object.keys(properties) : [];
}

/** A list has one schema for all its items, a list of two one for each. */
function itemSchema(items: unknown, index: number): unknown {
  return Array.isArray(items) ? itemsOf(items)[index]?.[1] : items;
}
