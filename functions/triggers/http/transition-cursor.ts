/** A place in an identity's history as the text that a page link carries. */
import * as z from "zod";

import type { TransitionCursor } from "../../application/queries/list-transitions.ts";

const Cursor = z.union([z.tuple([z.string()]), z.tuple([z.string(), z.string(), z.string()])]);

export function writeTransitionCursor({ after, history }: TransitionCursor): string {
  const parts = history === undefined ? [after] : [after, history.document, history.after];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** Only what was signed comes here; it throws for anything else. */
export function readTransitionCursor(text: string): TransitionCursor {
  const [after, document, position] = Cursor.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
  return document === undefined || position === undefined
    ? { after }
    : { after, history: { document, after: position } };
}
