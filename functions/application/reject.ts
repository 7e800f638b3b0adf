/** Keeps what could not be read, or not handled, where an operator sees it. */
import type { Deps } from "./deps.ts";
import type { RejectedEvent } from "./ports.ts";

/** As much of a body as is kept, in UTF-8. */
const KEPT_BYTES = 64 * 1024;

/** `way`: by which it came, the name of a queue or `events-push`. */
export type Rejection = Pick<RejectedEvent, "reason" | "detail" | "body"> & { readonly way: string };

/**
 * Rejecting the same once more, because its message came again, changes nothing for a day.
 * @returns the id under which it is listed; undefined if it was kept already.
 * @throws TransientError when the store cannot do it now.
 */
export async function reject(
  deps: Deps,
  { way, reason, detail, body }: Rejection,
): Promise<string | undefined> {
  const at = deps.clock.now();
  const random = Math.floor(deps.random() * 36 ** 8).toString(36);
  const id = `${new Date(at).toISOString()}-${random.padStart(8, "0")}`;
  const origin = [way, reason, body].join("\n");
  const isNew = await deps.store.rejected.keep({ id, at, reason, detail, ...firstPart(body), origin });
  if (isNew) deps.log.warn("rejected", { id, way, reason, detail });
  return isNew ? id : undefined;
}

/** The first 64 KB, up to the last whole character. */
function firstPart(body: string): Pick<RejectedEvent, "body" | "truncated"> {
  if (Buffer.byteLength(body) <= KEPT_BYTES) return { body, truncated: false };
  // What ends in the middle of a character is held back by a decoder that expects more.
  const kept = new TextDecoder().decode(Buffer.from(body).subarray(0, KEPT_BYTES), { stream: true });
  return { body: kept, truncated: true };
}
