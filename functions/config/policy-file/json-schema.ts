/** The JSON Schema by which editors complete and check policy files, made from what the program itself checks. */
import * as z from "zod";
import { policySchema } from "./schema/policy-schema.ts";

let made: z.core.JSONSchema.BaseSchema | undefined;

/** Draft 7, which the YAML language server of VS Code knows best. */
export function policyJsonSchema(): z.core.JSONSchema.BaseSchema {
  made ??= z.toJSONSchema(policySchema, { io: "input", target: "draft-07" });
  return made;
}

/** The text of `docs/policy.schema.json`. */
export function policyJsonSchemaText(): string {
  return `${JSON.stringify(policyJsonSchema(), null, 2)}\n`;
}
