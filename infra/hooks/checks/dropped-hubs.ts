/** Hubs of the last deployment that are named no more: their events go on coming, and `azd down` will not know of them. */
import type { Variables } from "../../../functions/config/variable.ts";
import type { Az } from "../cli/az.ts";
import { AzError } from "../cli/az-error.ts";
import { listSubscriptions, placeOf } from "../hub/event-subscription.ts";
import { isSameId } from "../hub/hub-id.ts";
import type { HubId } from "../hub/hub-id.ts";
import { savedHubs } from "../hub/hubs-value.ts";
import { findSystemTopic } from "../hub/system-topic.ts";
import { ownGroup } from "../settings.ts";
import { warning } from "./finding.ts";
import type { Finding } from "./finding.ts";

export async function checkDroppedHubs(az: Az, env: Variables, wanted: readonly HubId[]): Promise<Finding[]> {
  const dropped = savedHubs(env).filter(({ text }) => !wanted.some((hub) => isSameId(hub.text, text)));
  const findings = await Promise.all(dropped.map((hub) => checkDropped(az, env, hub)));
  return findings.flat();
}

async function checkDropped(az: Az, env: Variables, hub: HubId): Promise<Finding[]> {
  const lines = await removalLines(az, env, hub).catch((error: unknown) => {
    // Somebody may have lost the right to look there, or the hub be gone.
    if (error instanceof AzError) return [];
    throw error;
  });
  if (lines.length === 0) return [];
  const words = `The hub ${hub.name} is named no more, but its events will go on coming until this has been done:`;
  return [warning(words, ...lines)];
}

async function removalLines(az: Az, env: Variables, hub: HubId): Promise<string[]> {
  const topic = await findSystemTopic(az, hub);
  if (topic === undefined) return [];
  const subscriptions = await listSubscriptions(az, hub, topic, ownGroup(env));
  return subscriptions.flatMap(({ name, isOurs }) =>
    isOurs
      ? [
          `az eventgrid system-topic event-subscription delete --name ${name} ${placeOf(hub, topic).join(" ")}`,
        ]
      : [],
  );
}
