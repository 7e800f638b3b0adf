/** Asks an incident's aggregator to look at its members. */
import { SECOND_MS } from "../domain/time.ts";
import type { Instant } from "../domain/time.ts";
import type { Deps } from "./deps.ts";

/** So many joiners and leavers arrive together that one look a second serves them all. */
export const LOOK_DELAY_MS = SECOND_MS;

/** After a change of a member: soon, together with all others of its second. */
export async function requestLook(deps: Deps, incident: string): Promise<void> {
  const at = deps.clock.now();
  const together = Math.ceil(at / SECOND_MS) * SECOND_MS;
  await deps.queues.sendNotification({ incident, at }, together + LOOK_DELAY_MS - at);
}

/** At the instant at which something of the incident falls due. */
export async function scheduleLook(deps: Deps, incident: string, dueAt: Instant): Promise<void> {
  const delayMs = Math.max(0, dueAt - deps.clock.now());
  await deps.queues.sendNotification({ incident, at: dueAt }, delayMs);
}
