/** A deadline has come: judge the identity, if what the deadline waits for is still so. */
import type { Timer } from "../domain/evidence.ts";
import { applyEvidence } from "./apply-evidence.ts";
import type { Deps } from "./deps.ts";
import type { DeadlineMessage } from "./ports.ts";

/** @throws TransientError when the store or the queue cannot do it now. */
export async function executeDeadline(deps: Deps, message: DeadlineMessage): Promise<void> {
  const { identity } = message;
  const timer: Timer =
    "wake" in message ? { kind: "wake" } : { kind: "deadline", sequence: message.sequence };
  await applyEvidence(deps, identity, timer);
}
