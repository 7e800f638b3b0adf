/** How a single text in the policy file is read: what an editor is told about it, and what is said when it is wrong. */
import * as z from "zod";
import type { FaultName } from "../fault.ts";

/** Why a text was not taken. */
export class Refusal {
  readonly name: FaultName;
  readonly words: string;

  constructor(name: FaultName, words: string) {
    this.name = name;
    this.words = words;
  }
}

interface Leaf<T> {
  /** "must be …": said also when something else than text stands there. */
  readonly words: string;
  /** What is said when a number stands there, which YAML makes of unquoted digits. */
  readonly wordsForNumber?: string;
  /** For editors: `description`, `examples`, `pattern`. */
  readonly meta: z.GlobalMeta;
  /** The value, or why not. */
  read(text: string): T | Refusal;
}

/** A schema of one text. Editors see `meta`; the program gets what `read` made of it. */
export function leaf<T>(spec: Leaf<T>) {
  const wordsForNumber = spec.wordsForNumber ?? `${spec.words}; put it in quotes`;
  return z
    .string({ error: (issue) => (typeof issue.input === "number" ? wordsForNumber : spec.words) })
    .meta(spec.meta)
    .transform((text, context) => {
      const read = spec.read(text);
      if (!(read instanceof Refusal)) return read;
      refuse(context, text, read);
      return z.NEVER;
    });
}

/** Reports a refusal to zod in the shape that `schema-findings.ts` reads. */
export function refuse(
  context: z.core.$RefinementCtx,
  input: unknown,
  refusal: Refusal,
  path: (string | number)[] = [],
): void {
  const { name, words } = refusal;
  context.issues.push({ code: "custom", input, message: words, params: { name }, path });
}

/** A text that must match `pattern`, taken as it stands. The editors' schema has no flags, so it must need none but `u`. */
export function matching(
  pattern: RegExp,
  name: FaultName,
  words: string,
  meta: Omit<z.GlobalMeta, "pattern">,
) {
  return leaf({
    words,
    meta: { ...meta, pattern: pattern.source },
    read: (text) => (pattern.test(text) ? text : new Refusal(name, words)),
  });
}
