/**
 * IoT Hub's sequence number of a connection event: a 256-bit hexadecimal number that strictly increases for
 * one identity within one life of it. Kept upper-cased and padded to 64 digits, because string comparison is
 * the documented way to order them. No time may be derived from it.
 */

declare const brand: unique symbol;
export type Sequence = string & { readonly [brand]: "Sequence" };

const DIGITS = 64;

function isPadded(digits: string): digits is Sequence {
  return digits.length === DIGITS;
}

/** Reads a sequence number; undefined when it is not hexadecimal or has more than 64 digits. */
export function parseSequence(text: string): Sequence | undefined {
  // Judged before it is put into upper case: a ligature such as ﬀ would become two digits then.
  if (!/^[0-9A-Fa-f]{1,64}$/.test(text)) return undefined;
  const digits = /[a-f]/.test(text) ? text.toUpperCase() : text;
  const padded = digits.padStart(DIGITS, "0");
  return isPadded(padded) ? padded : undefined;
}
