/** What Azure says of a hub: where it is, whether it has a system topic, and who has subscribed to that. */
import * as z from "zod";

import { regionName } from "../checks/region.ts";
import type { Az } from "../cli/az.ts";
import { AzError } from "../cli/az-error.ts";
import type { Group } from "../settings.ts";
import { listSubscriptions } from "./event-subscription.ts";
import type { EventSubscription } from "./event-subscription.ts";
import type { HubId } from "./hub-id.ts";
import { findSystemTopic } from "./system-topic.ts";
import type { SystemTopic } from "./system-topic.ts";

const hubSchema = z.looseObject({ location: z.string() });

export interface FoundHub {
  readonly id: HubId;
  readonly location: string;
  readonly topic?: SystemTopic;
  /** To the topic. */
  readonly subscriptions: readonly EventSubscription[];
}

export interface UnknownHub {
  readonly id: HubId;
  /** Why nothing is known of it. */
  readonly trouble: "not-found" | "forbidden";
}

export type HubFacts = FoundHub | UnknownHub;

/** @throws AzError for what says nothing of the hub. */
export async function findHub(az: Az, id: HubId, ours: Group): Promise<HubFacts> {
  try {
    const hub = await az.read(["resource", "show", "--ids", id.text], hubSchema);
    const place = { id, location: regionName(hub.location) };
    const topic = await findSystemTopic(az, id);
    if (topic === undefined) return { ...place, subscriptions: [] };
    return { ...place, topic, subscriptions: await listSubscriptions(az, id, topic, ours) };
  } catch (error) {
    if (!(error instanceof AzError)) throw error;
    if (error.trouble === "not-found" || error.trouble === "forbidden") return { id, trouble: error.trouble };
    throw error;
  }
}
