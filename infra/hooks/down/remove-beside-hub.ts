/**
 * Takes away what a deployment put beside somebody's hub: our subscription to its system topic, and the topic if this
 * environment made it and nobody else has subscribed to it since. Nothing else is touched.
 */
import type { Az } from "../cli/az.ts";
import { AzError } from "../cli/az-error.ts";
import { listSubscriptions, placeOf } from "../hub/event-subscription.ts";
import type { Group } from "../settings.ts";
import type { HubId } from "../hub/hub-id.ts";
import { findSystemTopic } from "../hub/system-topic.ts";
import type { SystemTopic } from "../hub/system-topic.ts";

interface Owner {
  /** Of azd. */
  readonly environment: string;
  readonly group: Group;
}

/** @returns what was done, a sentence each. @throws AzError */
export async function removeBesideHub(hub: HubId, { environment, group }: Owner, az: Az): Promise<string[]> {
  const topic = await topicOf(hub, az);
  if (topic === undefined) return [`The hub ${hub.name} has no system topic: there was nothing to remove.`];
  const subscriptions = await listSubscriptions(az, hub, topic, group);
  const done: string[] = [];
  for (const { name } of subscriptions.filter(({ isOurs }) => isOurs)) {
    const remove = ["eventgrid", "system-topic", "event-subscription", "delete", "--name", name];
    await az.run([...remove, ...placeOf(hub, topic), "--yes"]);
    done.push(`Removed the subscription ${name} from the hub ${hub.name}.`);
  }
  const others = subscriptions.filter(({ isOurs }) => !isOurs);
  if (topic.madeBy !== environment)
    return [...done, `Kept the system topic ${topic.name}: this environment did not make it.`];
  if (others.length > 0) {
    const names = others.map(({ name }) => name).join(", ");
    return [
      ...done,
      `Kept the system topic ${topic.name}, though it was made here: others have subscribed (${names}).`,
    ];
  }
  await removeTopic(hub, topic, az);
  return [...done, `Removed the system topic ${topic.name}, which was made here.`];
}

/** Undefined also where the hub's group, or the right to look into it, is gone with the hub. */
async function topicOf(hub: HubId, az: Az): Promise<SystemTopic | undefined> {
  try {
    return await findSystemTopic(az, hub);
  } catch (error) {
    if (error instanceof AzError && error.trouble === "not-found") return undefined;
    throw error;
  }
}

async function removeTopic(hub: HubId, { name, group }: SystemTopic, az: Az): Promise<void> {
  const place = ["--name", name, "--resource-group", group, "--subscription", hub.subscription];
  await az.run(["eventgrid", "system-topic", "delete", ...place, "--yes"]);
}
