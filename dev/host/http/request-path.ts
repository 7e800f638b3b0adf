/**
 * A request's path as the real host's web server sees it: decoded once, except for `%2F`, which stays as it is (an id
 * with a slash in it is never split, and never told from one that contains the text `%2F`), and then without `.` and
 * `..`, which therefore vanish even when they came encoded.
 */

/** The segments of a path, decoded; a trailing slash makes no segment. */
export function pathSegments(target: string): string[] {
  const path = target.replace(/[?#].*$/s, "");
  const kept: string[] = [];
  for (const segment of decodePath(path).split("/").slice(1)) {
    if (segment === "..") {
      kept.pop();
    } else if (segment !== ".") {
      kept.push(segment);
    }
  }
  return kept.at(-1) === "" ? kept.slice(0, -1) : kept;
}

// One character each: UTF-8 of one to four bytes. A slash stays encoded.
const encodedCharacter =
  /%(?!2f)[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}/gi;

/** What is not UTF-8 or not hexadecimal stays as it was sent. */
function decodePath(path: string): string {
  return path.replaceAll(encodedCharacter, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
