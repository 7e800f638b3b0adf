/** The subscriptions to a hub's system topic, as far as they are told apart by where they deliver to. */
import * as z from "zod";

import type { Az } from "../cli/az.ts";
import type { Group } from "../settings.ts";
import type { HubId } from "./hub-id.ts";
import type { SystemTopic } from "./system-topic.ts";

const subscriptionSchema = z.looseObject({
  name: z.string(),
  // Some versions of the CLI leave out what is not set, others say null.
  destination: z.unknown().optional(),
  deliveryWithResourceIdentity: z.unknown().optional(),
});

export interface EventSubscription {
  readonly name: string;
  /** It delivers into the group that was asked about. */
  readonly isOurs: boolean;
}

/** @throws AzError */
export async function listSubscriptions(
  az: Az,
  hub: HubId,
  topic: SystemTopic,
  ours: Group,
): Promise<EventSubscription[]> {
  const list = ["eventgrid", "system-topic", "event-subscription", "list"];
  const found = await az.read([...list, ...placeOf(hub, topic)], z.array(subscriptionSchema));
  const start = `"/subscriptions/${ours.subscription}/resourcegroups/${ours.name}/`.toLowerCase();
  return found.map(({ name, destination, deliveryWithResourceIdentity }) => {
    // Wherever in it the CLI of the day puts the destination's id.
    const delivery = JSON.stringify([destination ?? null, deliveryWithResourceIdentity ?? null]);
    return { name, isOurs: delivery.toLowerCase().includes(start) };
  });
}

export function placeOf(hub: HubId, topic: SystemTopic): string[] {
  const { name, group } = topic;
  return ["--system-topic-name", name, "--resource-group", group, "--subscription", hub.subscription];
}
