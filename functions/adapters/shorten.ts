/** Shortens names for places that hold only so much: a card, an SMS. */

/**
 * At most `most` characters (code points), the middle replaced by `mark`: ids of one fleet begin alike and differ at
 * their ends, so both are kept.
 */
export function shorten(text: string, most: number, mark: string): string {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  const kept = Math.max(most - Array.from(mark).length, 0);
  const head = Math.ceil(kept / 2);
  const tail = kept - head;
  return characters.slice(0, head).join("") + mark + characters.slice(characters.length - tail).join("");
}
