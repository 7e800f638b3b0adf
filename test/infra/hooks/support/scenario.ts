/** What the stand-ins answer, and what they were asked. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as z from "zod";

/** With `stderr` it fails with these words. */
export interface Answer {
  readonly json?: unknown;
  readonly stderr?: string;
}

/** The beginning of a call, and its answers in their order; the last one again and again. */
export type Scenario = Readonly<Record<string, readonly [Answer, ...Answer[]]>>;

const callSchema = z.strictObject({
  program: z.string(),
  args: z.array(z.string()),
  /** Which line of the scenario answered. */
  answered: z.string().nullable(),
  file: z.strictObject({ path: z.string(), text: z.string(), mode: z.number() }).optional(),
});

export type Call = z.infer<typeof callSchema>;

/** In their order. */
export function callsOf(folder: string): Call[] {
  const file = join(folder, "calls.jsonl");
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => callSchema.parse(JSON.parse(line)));
}
