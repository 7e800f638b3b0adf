/** Patterns of ids in the policy: `*` stands for any run of characters, everything else for itself. */

const STAR = "*";

/**
 * Whether `text` matches `pattern`, case-sensitively, as IoT Hub's ids are. Going back only ever to the last star
 * is enough, and keeps the time at the product of the lengths: a regular expression would take hours over
 * patterns that somebody may well write.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let starredAt = 0;
  while (at < text.length) {
    if (pattern[next] === STAR) {
      star = next;
      starredAt = at;
      next += 1;
    } else if (pattern[next] === text[at]) {
      at += 1;
      next += 1;
    } else if (star !== -1) {
      starredAt += 1;
      at = starredAt;
      next = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[next] === STAR) next += 1;
  return next === pattern.length;
}
