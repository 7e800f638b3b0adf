/** Whether the hubs that were found can be watched from where the app will be. */
import { valueOf } from "../../../functions/config/variable.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import { placeOf } from "../hub/event-subscription.ts";
import type { FoundHub, HubFacts } from "../hub/find-hub.ts";
import type { HubId } from "../hub/hub-id.ts";
import { fault, warning } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { LIST_LINE } from "./hub-ids.ts";
import { regionName } from "./region.ts";
import { accountOf } from "./sign-in.ts";
import type { Account } from "./sign-in.ts";

/** Of a hub in a subscription that no deployment of this one can reach; it is not asked about further. */
export function checkTenant(id: HubId, env: Variables, accounts: readonly Account[]): Finding[] {
  const ofHub = accountOf(accounts, id.subscription);
  if (ofHub === undefined) {
    return [
      fault(
        `The hub ${id.name} is in the subscription ${id.subscription}, which this sign-in does not see. Sign in to its tenant; if that is another one, Linewatch must be deployed there, because no deployment reaches into a second tenant.`,
        "az login --tenant TENANT-OF-THE-HUB",
        `az account show --subscription ${id.subscription}`,
      ),
    ];
  }
  const own = accountOf(accounts, valueOf(env, "AZURE_SUBSCRIPTION_ID") ?? id.subscription);
  if (own === undefined || own.tenantId === ofHub.tenantId) return [];
  return [
    fault(
      `The hub ${id.name} is in the tenant ${ofHub.tenantId}, and azd deploys to ${own.tenantId}: no deployment reaches into a second tenant. Deploy beside the hub, in an environment of its own:`,
      `azd env new NAME --subscription ${id.subscription}`,
    ),
  ];
}

export function checkHub(hub: HubFacts, env: Variables): Finding[] {
  if ("trouble" in hub) return [unknownHub(hub.id, hub.trouble)];
  return [...checkTopic(hub), ...checkSubscriptions(hub, env), ...checkDistance(hub, env)];
}

function unknownHub({ name, group, subscription, text }: HubId, trouble: "not-found" | "forbidden"): Finding {
  if (trouble === "not-found") {
    return fault(
      `There is no IoT hub ${name} in the resource group ${group}. This lists those of its subscription:`,
      `${LIST_LINE} --subscription ${subscription}`,
    );
  }
  return fault(
    `You may not read the hub ${name} or its system topics. Somebody who may assign roles gives you the right to:`,
    `az role assignment create --role "EventGrid Contributor" --assignee YOU --scope ${groupOf(text)}`,
    `az role assignment create --role Reader --assignee YOU --scope ${groupOf(text)}`,
  );
}

function groupOf(hubId: string): string {
  return hubId.split("/").slice(0, 5).join("/");
}

/** One that is somebody else's is used as it is, so it must bring its own sign-in. */
function checkTopic({ id, topic }: FoundHub): Finding[] {
  if (topic === undefined || topic.hasOwnIdentity) return [];
  return [
    fault(
      `The hub ${id.name} has a system topic, ${topic.name}, without an identity of its own, so Event Grid could not write to the queue. This gives it one and changes nothing else:`,
      `az eventgrid system-topic update --name ${topic.name} --resource-group ${topic.group} --subscription ${id.subscription} --identity systemassigned`,
    ),
  ];
}

/** A subscription of the template's name that is not ours would be turned to us, away from where it goes now. */
function checkSubscriptions({ id, topic, subscriptions }: FoundHub, env: Variables): Finding[] {
  const name = `linewatch-${valueOf(env, "AZURE_ENV_NAME") ?? ""}`;
  const isTaken = subscriptions.some((one) => !one.isOurs && one.name === name);
  if (topic === undefined || !isTaken) return [];
  return [
    fault(
      `Another installation of Linewatch with the name of this one watches the hub ${id.name}: its subscription ${name} delivers elsewhere, and would be turned away from there. Call this one otherwise (azd env new), end that one first (azd down there), or if it is gone already:`,
      `az eventgrid system-topic event-subscription delete --name ${name} ${placeOf(id, topic).join(" ")}`,
    ),
  ];
}

function checkDistance({ id, location }: FoundHub, env: Variables): Finding[] {
  const region = valueOf(env, "AZURE_LOCATION");
  if (region === undefined || regionName(region) === location) return [];
  return [
    warning(
      `The hub ${id.name} is in ${location}, and the app will be in ${region}: that works, but alerts then need both regions. Before the first azd up it can be moved:`,
      `azd env set AZURE_LOCATION ${location}`,
    ),
  ];
}
