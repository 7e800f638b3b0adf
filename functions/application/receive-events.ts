/** Takes in what a queue message or a push delivers. One bad element never holds back its neighbours. */
import { applyEvidence } from "./apply-evidence.ts";
import type { Deps } from "./deps.ts";
import type { EventReader } from "./ports.ts";
import { reject } from "./reject.ts";

/**
 * @param way by which it came: what cannot be read is kept once for each.
 * @throws TransientError (or UnreadableDocumentError) after every element was tried, when one of them has to
 * come again; those that were applied or kept are duplicates then.
 */
export async function receiveEvents(
  deps: Deps,
  read: EventReader,
  body: unknown,
  way: "events" | "events-push" = "events",
): Promise<void> {
  const { accepted, rejected } = await read(body, deps.clock.now());
  const failures: unknown[] = [];
  for (const { identity, evidence } of accepted) {
    await applyEvidence(deps, identity, evidence).catch((error: unknown) => failures.push(error));
  }
  for (const event of rejected) {
    await reject(deps, { way, ...event }).catch((error: unknown) => failures.push(error));
  }
  const [failure] = failures;
  if (failure !== undefined) throw failure;
}
