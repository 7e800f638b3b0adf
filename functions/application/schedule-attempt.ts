/** Sets the timer of a delivery's next attempt. */
import type { Delivery } from "../domain/delivery.ts";
import type { Instant } from "../domain/time.ts";
import type { Deps } from "./deps.ts";

/** The instant stands in the delivery too, so that the sweep finds it when the message is lost. */
export async function scheduleAttempt(deps: Deps, { id, incidentId }: Delivery, at: Instant): Promise<void> {
  const delayMs = Math.max(0, at - deps.clock.now());
  await deps.queues.sendNotification({ delivery: id, incidentId, at }, delayMs);
}
