/** A hub's system topic: the one place where Event Grid hands out its events. There is at most one a hub. */
import * as z from "zod";

import type { Az } from "../cli/az.ts";
import { AzError } from "../cli/az-error.ts";
import { isSameId } from "./hub-id.ts";
import type { HubId } from "./hub-id.ts";

const topicSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  resourceGroup: z.string(),
  source: z.string(),
  identity: z.looseObject({ type: z.string().nullish() }).nullish(),
  tags: z.record(z.string(), z.string()).nullish(),
});

export interface SystemTopic {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  /** It can sign in to the queue by itself. */
  readonly hasOwnIdentity: boolean;
  /** The azd environment that made it. */
  readonly madeBy?: string;
}

/** @throws AzError */
export async function findSystemTopic(az: Az, hub: HubId): Promise<SystemTopic | undefined> {
  const topic = (await listTopics(az, hub)).find(({ source }) => isSameId(source, hub.text));
  if (topic === undefined) return undefined;
  const madeBy = topic.tags?.["azd-env-name"];
  return {
    id: topic.id,
    name: topic.name,
    group: topic.resourceGroup,
    hasOwnIdentity: /SystemAssigned/i.test(topic.identity?.type ?? ""),
    ...(madeBy === undefined ? {} : { madeBy }),
  };
}

async function listTopics(az: Az, { subscription }: HubId): Promise<z.infer<typeof topicSchema>[]> {
  try {
    const list = ["eventgrid", "system-topic", "list", "--subscription", subscription];
    return await az.read(list, z.array(topicSchema));
  } catch (error) {
    // Nobody has used Event Grid there yet; the deployment registers it.
    if (error instanceof AzError && /MissingSubscriptionRegistration/.test(error.message)) return [];
    throw error;
  }
}
