/** Entity tags, as RFC 9110 (8.8.3, 13.1.2) has them. */
import { createHash } from "node:crypto";

/** Strong: two bodies with the same tag are the same, byte by byte. */
export function tagOf(body: string): string {
  return `"${createHash("sha256").update(body).digest("base64url")}"`;
}

/** Without the `W/` that marks a weak one. */
const OPAQUE_TAG = /"[\x21\x23-\x7E\x80-\xFF]*"/g;

/**
 * Whether an `If-None-Match` names this tag. It compares weakly: a proxy that compressed the answer may have marked
 * the tag as weak. What is no tag, an unquoted one for instance, is passed over.
 */
export function isNamedBy(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.matchAll(OPAQUE_TAG).some(([opaque]) => opaque === tag);
}
