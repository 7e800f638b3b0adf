/** Asks an incident's aggregator to look at its members. */
import { SECOND_MS } from "../domain/time.ts";
import type { Instant } from "../domain/time.ts";
import type { Deps } from "./deps.ts";

/** So many joiners and leavers arrive together that one look a second serves them all. */
export const LOOK_DELAY_MS = SECOND_MS;

/** After a change of a member: soon, together with others. */
export async function requestLook(deps: Deps, incident: string): Promise<void> {
  await deps.queues.sendNotification({ incident, at: deps.clock.now() }, LOOK_DELAY_MS);
}

/** At the instant at which something of the incident falls due. */
export async function scheduleLook(deps: Deps, incident: string, dueAt: Instant): Promise<void> {
  const delayMs = Math.max(0, dueAt - deps.clock.now());
  await deps.queues.sendNotification({ incident, at: dueAt }, delayMs);
}
