/**
 * IoT Hub's sequence number of a connection event: a 256-bit hexadecimal number that strictly increases for
 * one identity within one life of it. Kept upper-cased and padded to 64 digits, because string comparison is
 * the documented way to order them. No time may be derived from it.
 */

declare const brand: unique symbol;
export type Sequence = string & { readonly [brand]: "Sequence" };

const DIGITS = 64;

function isSequence(text: string): text is Sequence {
  return /^[0-9A-F]{64}$/.test(text);
}

/** Reads a sequence number; undefined when it is not hexadecimal or has more than 64 digits. */
export function parseSequence(text: string): Sequence | undefined {
  const padded = text.length === DIGITS || text.length === 0 ? text : text.padStart(DIGITS, "0");
  if (isSequence(padded)) return padded;
  // Before it is put into upper case: a ligature such as ﬀ would become two digits then.
  if (!/^[0-9A-Fa-f]{64}$/.test(padded)) return undefined;
  const upper = padded.toUpperCase();
  return isSequence(upper) ? upper : undefined;
}
