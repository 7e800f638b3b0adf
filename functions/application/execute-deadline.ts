/** A deadline has come: judge the identity, if what the deadline waits for is still so. */
import { applyEvidence } from "./apply-evidence.ts";
import type { Deps } from "./deps.ts";
import type { DeadlineMessage } from "./ports.ts";

/** @throws TransientError when the store or the queue cannot do it now. */
export async function executeDeadline(deps: Deps, { identity, sequence }: DeadlineMessage): Promise<void> {
  await applyEvidence(deps, identity, { kind: "deadline", sequence });
}
