/** Reads a request's body as JSON of a shape, and says of each of its fields what is wrong with it. */
import type { HttpRequest } from "@azure/functions";
import type * as z from "zod";

import type { FieldError } from "./shapes/problem-shape.ts";

/** Characters; no order of ours needs more. */
const LONGEST = 16_384;

export type ReadBody<T> = { readonly value: T } | { readonly errors: readonly FieldError[] };

export async function readBody<T>(request: HttpRequest, shape: z.ZodType<T>): Promise<ReadBody<T>> {
  if (Number(request.headers.get("content-length") ?? 0) > LONGEST) return tooLong();
  const text = await request.text();
  if (text.length > LONGEST) return tooLong();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse("must be JSON");
  }
  const read = shape.safeParse(body);
  if (read.success) return { value: read.data };
  return {
    errors: read.error.issues.map(({ path, message }) => ({ field: fieldAt(path), message })),
  };
}

/** `receivers[0]` */
function fieldAt(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>(
    (field, key) => (typeof key === "number" ? `${field}[${key}]` : `${field}.${String(key)}`),
    "",
  );
  return name === "" ? "body" : name.replace(/^\./, "");
}

function tooLong(): ReadBody<never> {
  return refuse(`must have at most ${LONGEST} characters`);
}

function refuse(message: string): ReadBody<never> {
  return { errors: [{ field: "body", message }] };
}
