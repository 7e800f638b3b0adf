/** Takes in what a queue message or a push delivers. One bad element never holds back its neighbours. */
import { applyEvidence } from "./apply-evidence.ts";
import type { Deps } from "./deps.ts";
import type { EventReader } from "./ports.ts";
import { reject } from "./reject.ts";

/**
 * @throws TransientError (or UnreadableDocumentError) after every element was tried, when one of them has to
 * come again; those that were applied are duplicates then.
 */
export async function receiveEvents(deps: Deps, read: EventReader, body: unknown): Promise<void> {
  const { accepted, rejected } = await read(body, deps.clock.now());
  const failures: unknown[] = [];
  for (const { identity, evidence } of accepted) {
    await applyEvidence(deps, identity, evidence).catch((error: unknown) => failures.push(error));
  }
  const [failure] = failures;
  if (failure !== undefined) throw failure;
  for (const event of rejected) await reject(deps, event);
}
