/**
 * Field types that several documents share. Instants are persisted as epoch milliseconds: half the size of text,
 * ordered alike by every engine, and what `date -d @…` reads.
 */
import * as z from "zod";
import { parseSequence, type Sequence } from "../../domain/sequence.ts";

/** Every document carries it; another version of a shape is another schema. */
export const version = z.literal(1);

export const instant = z.number();

/** Without its leading zeros: a connection repeats it some ten times, and requests are paid by the kilobyte. */
export const sequence = z.codec(z.string(), z.custom<Sequence>(), {
  decode: (text, context) => {
    const parsed = parseSequence(text);
    if (parsed !== undefined) return parsed;
    context.issues.push({ code: "custom", message: "not a sequence number", input: text });
    return z.NEVER;
  },
  encode: (value) => value.replace(/^0+(?=.)/, ""),
});
