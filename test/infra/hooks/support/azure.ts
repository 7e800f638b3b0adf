/** An Azure in which everything is as it should be, for scenarios to change; and azd's environment for it. */
import type { Scenario } from "./scenario.ts";

export const SUBSCRIPTION = "11111111-1111-4111-8111-111111111111";
export const TENANT = "22222222-2222-4222-8222-222222222222";
export const HUB_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hubs/providers/Microsoft.Devices/IotHubs/contoso-hub`;
export const TOPIC_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hubs/providers/Microsoft.EventGrid/systemTopics/contoso-topic`;

/** What the shipped policy file's receivers need. */
export const RECEIVER_VALUES = {
  TEAMS_OPS_WORKFLOW_URL: "https://prod-01.northeurope.logic.azure.com/workflows/abc/triggers/manual",
  ONCALL_PHONE: "+4791234567",
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000000",
  TWILIO_AUTH_TOKEN: "a-token",
  TWILIO_FROM: "+4797654321",
};

export const ENVIRONMENT = {
  AZURE_ENV_NAME: "plant-oslo",
  AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
  AZURE_TENANT_ID: TENANT,
  AZURE_LOCATION: "northeurope",
  LINEWATCH_HUB_IDS: HUB_ID,
  ...RECEIVER_VALUES,
};

/** What azd has after the template has been deployed. */
export const DEPLOYED = {
  ...ENVIRONMENT,
  AZURE_RESOURCE_GROUP: "rg-plant-oslo",
  FUNCTION_APP_NAME: "func-abc",
  FUNCTION_APP_URL: "https://func-abc.azurewebsites.net",
  KEY_VAULT_NAME: "kv-abc",
  LINK_SIGNING_KEY_SECRET: "link-signing-key",
};

export const account = { id: SUBSCRIPTION, name: "Plant", tenantId: TENANT, state: "Enabled" };

/** Somebody's, with an identity of its own. */
export const topic = {
  id: TOPIC_ID,
  name: "contoso-topic",
  resourceGroup: "rg-hubs",
  // Azure changes the case of ids as it likes.
  source: HUB_ID.replace("resourceGroups", "resourcegroups").replace("IotHubs", "iothubs"),
  identity: { type: "SystemAssigned", principalId: "33333333-3333-4333-8333-333333333333" },
  tags: null,
};

/** Those of the template. */
export const OWN_TAGS = { "azd-env-name": "plant-oslo", product: "linewatch" };

/** One as the template makes it: in its hub's group, with a name made from the hub's id. */
export const ownTopic = {
  ...topic,
  id: TOPIC_ID.replace("contoso-topic", "linewatch-a1b2c3d4e5f6g"),
  name: "linewatch-a1b2c3d4e5f6g",
  tags: OWN_TAGS,
};

/** A subscription to it that delivers into this group. */
export function eventSubscription(name: string, group: string) {
  const account = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/st`;
  const destination = { endpointType: "StorageQueue", queueName: "events", resourceId: account };
  return { name, destination: null, deliveryWithResourceIdentity: { destination } };
}

export const DELETED_VAULT = "kv-a1b2c3d4e5f6g";

/** A vault that is deleted and keeps its name. */
export function deletedVault(group: string, location: string) {
  const vaultId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${DELETED_VAULT}`;
  return { name: DELETED_VAULT, properties: { vaultId, location, purgeProtectionEnabled: null } };
}

export const notFound = {
  stderr: "ERROR: (ResourceNotFound) The Resource was not found.\nCode: ResourceNotFound\n",
};
export const forbidden = {
  stderr: "ERROR: (AuthorizationFailed) The client does not have authorization to perform action.\n",
};

export const wellAzure = {
  "az account list": [{ json: [account] }],
  "az functionapp list-flexconsumption-locations": [
    { json: [{ name: "northeurope" }, { name: "westeurope" }] },
  ],
  "az group show": [notFound],
  "az keyvault list-deleted": [{ json: [] }],
  [`az resource show --ids ${HUB_ID}`]: [{ json: { id: HUB_ID, location: "northeurope" } }],
  "az eventgrid system-topic list": [{ json: [] }],
  "az eventgrid system-topic event-subscription list": [{ json: [] }],
  "azd env set": [{ json: "" }],
} satisfies Scenario;
