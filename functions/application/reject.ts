/** Keeps what could not be read, whole, where an operator sees it. */
import type { Deps } from "./deps.ts";
import type { RejectedEvent } from "./ports.ts";

/** As much of a body as is kept. */
const KEPT_CHARACTERS = 64 * 1024;

/** @throws TransientError when the store cannot do it now. */
export async function reject(
  deps: Deps,
  { reason, detail, body }: Pick<RejectedEvent, "reason" | "detail" | "body">,
): Promise<void> {
  const at = deps.clock.now();
  const random = Math.floor(deps.random() * 36 ** 8).toString(36);
  const id = `${new Date(at).toISOString()}-${random.padStart(8, "0")}`;
  const truncated = body.length > KEPT_CHARACTERS;
  await deps.store.rejected.keep({ id, at, reason, detail, body: body.slice(0, KEPT_CHARACTERS), truncated });
  deps.log.warn("rejected", { id, reason, detail });
}
