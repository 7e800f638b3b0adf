/** A notification message has come: look at an incident, or take up a delivery. */
import type { Deps } from "./deps.ts";
import { lookAtIncident } from "./look-at-incident.ts";
import type { NotificationMessage } from "./ports.ts";
import { retryDelivery } from "./retry-delivery.ts";

/** @throws TransientError when the store or the queue cannot do it now. */
export async function notify(deps: Deps, message: NotificationMessage): Promise<void> {
  if ("delivery" in message) await retryDelivery(deps, message.incidentId, message.delivery);
  else await lookAtIncident(deps, message.incident, message.at);
}
