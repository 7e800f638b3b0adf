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

/** As the template names a topic, by a hash of its hub's id. */
const ownName = /^linewatch-[a-z0-9]{13}$/;

/** @throws AzError */
export async function findSystemTopic(az: Az, hub: HubId): Promise<SystemTopic | undefined> {
  const topic = (await listTopics(az, hub)).find(({ source }) => isSameId(source, hub.text));
  if (topic === undefined) return undefined;
  const madeBy = makerOf(topic, hub);
  return {
    id: topic.id,
    name: topic.name,
    group: topic.resourceGroup,
    hasOwnIdentity: /SystemAssigned/i.test(topic.identity?.type ?? ""),
    ...(madeBy === undefined ? {} : { madeBy }),
  };
}

/** The tag alone says little: every project of azd sets it, and environments are called `dev` everywhere. */
function makerOf({ name, resourceGroup, tags }: z.infer<typeof topicSchema>, hub: HubId): string | undefined {
  return ownName.test(name) && isSameId(resourceGroup, hub.group) ? tags?.["azd-env-name"] : undefined;
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
