/** JSON's values are values of a template too. */
import * as z from "zod";
import type { Value } from "./values.ts";

const json = z.json();

export function readJson(text: string): Value {
  return json.parse(JSON.parse(text));
}
