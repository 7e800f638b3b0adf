/** Signs the links from one page of a list to the next, so that nobody makes a cursor up. */
import { createHmac, timingSafeEqual } from "node:crypto";

import type { PageLinks } from "../../application/queries/page-links.ts";

/** Keeps a page's signature from passing for that of anything else that the same key signs. */
const PURPOSE = "page\n";

/** Over UTF-16, which keeps apart the lone surrogates that UTF-8 makes one replacement character of. */
function signature(key: string, text: string): string {
  return createHmac("sha256", key)
    .update(PURPOSE + text, "utf16le")
    .digest("base64url");
}

/**
 * HMAC-SHA256 with the first key; any of the keys verifies, so that they can be rotated. Signatures are compared as
 * text: base64url has spare bits at its end, and a link with those changed is an altered link too.
 */
export function makePageLinks(keys: readonly [string, ...string[]]): PageLinks {
  return {
    sign: (text) => signature(keys[0], text),
    verify: (text, given) => keys.some((key) => isSame(signature(key, text), given)),
  };
}

function isSame(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
