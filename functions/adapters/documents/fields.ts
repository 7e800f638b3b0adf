/**
 * Field types that several documents share. Instants are persisted as epoch milliseconds: half the size of text,
 * ordered alike by every engine, and what `date -d @…` reads.
 */
import * as z from "zod";
import { parseSequence, type Sequence } from "../../domain/sequence.ts";

/** Every document carries it; another version of a shape is another schema. */
export const version = z.literal(1);

export const instant = z.number();

/** As `sequenceText` writes it. */
export const sequence = z.string().transform((text, context): Sequence => {
  const parsed = parseSequence(text);
  if (parsed !== undefined) return parsed;
  context.issues.push({ code: "custom", message: "not a sequence number", input: text });
  return z.NEVER;
});

/** Without its leading zeros: a connection repeats it some ten times, and requests are paid by the kilobyte. */
export function sequenceText(value: Sequence): string {
  let zeros = 0;
  while (zeros < value.length - 1 && value.charCodeAt(zeros) === ZERO) zeros += 1;
  return value.slice(zeros);
}

const ZERO = "0".charCodeAt(0);
