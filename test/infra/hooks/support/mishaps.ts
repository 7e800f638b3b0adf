/** What Azure or azd's environment is like → what is said; each ends with exit code 1 and nothing saved. */
import {
  DELETED_VAULT,
  deletedVault,
  eventSubscription,
  forbidden,
  HUB_ID,
  notFound,
  OWN_TAGS,
  SUBSCRIPTION,
  TENANT,
  topic,
} from "./azure.ts";
import type { Scenario } from "./scenario.ts";

export interface Mishap {
  readonly name: string;
  readonly azure?: Scenario;
  readonly env?: Readonly<Record<string, string>>;
  readonly says: readonly string[];
}

export const mishaps: readonly Mishap[] = [
  {
    name: "the CLI is not signed in",
    azure: { "az account list": [{ json: [] }] },
    says: ["The Azure CLI is not signed in, or its sign-in has expired.", `az login --tenant ${TENANT}`],
  },
  {
    name: "the CLI's sign-in has expired",
    azure: {
      "az functionapp list-flexconsumption-locations": [
        { stderr: "ERROR: AADSTS700082: The refresh token has expired due to inactivity.\n" },
      ],
    },
    says: ["The Azure CLI is not signed in, or its sign-in has expired.", `az login --tenant ${TENANT}`],
  },
  {
    name: "the sign-in does not see azd's subscription",
    azure: { "az account list": [{ json: [{ id: TENANT, name: "Other", tenantId: TENANT }] }] },
    says: [`does not see the subscription that azd deploys to (${SUBSCRIPTION}).`, "az login --tenant"],
  },
  {
    name: "azd has no subscription yet",
    env: { AZURE_SUBSCRIPTION_ID: "" },
    says: ["azd does not know yet where to deploy to", "azd env set AZURE_SUBSCRIPTION_ID ID"],
  },
  {
    name: "a region without Flex Consumption",
    env: { AZURE_LOCATION: "Norway West" },
    says: [
      "The region Norway West does not offer Flex Consumption",
      "az functionapp list-flexconsumption-locations --output table",
      "azd env set AZURE_LOCATION REGION",
    ],
  },
  {
    name: "neither a hub nor a trial hub",
    env: { LINEWATCH_HUB_IDS: " " },
    says: ["No IoT hub is named.", "azd env set LINEWATCH_HUB_IDS", "azd env set LINEWATCH_TRIAL_HUB F1"],
  },
  {
    name: "an id that is not a hub's",
    env: { LINEWATCH_HUB_IDS: HUB_ID.replace("Devices/IotHubs", "Storage/storageAccounts") },
    says: [
      "contoso-hub” is not the resource id of an IoT hub.",
      'az resource list --resource-type Microsoft.Devices/IotHubs --query "[].id"',
    ],
  },
  {
    name: "a hub's name instead of its id",
    env: { LINEWATCH_HUB_IDS: "contoso-hub" },
    says: ["LINEWATCH_HUB_IDS: “contoso-hub” is not the resource id of an IoT hub."],
  },
  {
    name: "a hub that does not exist",
    azure: { [`az resource show --ids ${HUB_ID}`]: [notFound] },
    says: ["There is no IoT hub contoso-hub in the resource group rg-hubs.", "az resource list"],
  },
  {
    name: "a hub that may not be read",
    azure: { [`az resource show --ids ${HUB_ID}`]: [forbidden] },
    says: [
      "You may not read the hub contoso-hub",
      'az role assignment create --role "EventGrid Contributor"',
    ],
  },
  {
    name: "a hub in a subscription that the sign-in does not see",
    env: { LINEWATCH_HUB_IDS: HUB_ID.replace(SUBSCRIPTION, "44444444-4444-4444-8444-444444444444") },
    says: [
      "The hub contoso-hub is in the subscription 44444444-4444-4444-8444-444444444444, which this sign-in does not see.",
      "az login --tenant TENANT-OF-THE-HUB",
    ],
  },
  {
    name: "a hub in another tenant",
    env: { LINEWATCH_HUB_IDS: HUB_ID.replace(SUBSCRIPTION, "44444444-4444-4444-8444-444444444444") },
    azure: {
      "az account list": [
        {
          json: [
            { id: SUBSCRIPTION, name: "Plant", tenantId: TENANT },
            { id: "44444444-4444-4444-8444-444444444444", name: "Contoso", tenantId: "contoso" },
          ],
        },
      ],
    },
    says: [
      `The hub contoso-hub is in the tenant contoso, and azd deploys to ${TENANT}`,
      "azd env new NAME --subscription 44444444-4444-4444-8444-444444444444",
    ],
  },
  {
    name: "a system topic without an identity",
    azure: { "az eventgrid system-topic list": [{ json: [{ ...topic, identity: { type: "None" } }] }] },
    says: [
      "The hub contoso-hub has a system topic, contoso-topic, without an identity of its own",
      `az eventgrid system-topic update --name contoso-topic --resource-group rg-hubs --subscription ${SUBSCRIPTION} --identity systemassigned`,
    ],
  },
  {
    name: "a hub that another installation watches",
    azure: {
      "az eventgrid system-topic list": [{ json: [topic] }],
      "az eventgrid system-topic event-subscription list": [
        { json: [eventSubscription("linewatch-plant-oslo", "rg-other")] },
      ],
    },
    says: [
      "Another installation of Linewatch with the name of this one watches the hub contoso-hub",
      "event-subscription delete --name linewatch-plant-oslo",
    ],
  },
  {
    name: "a resource group of that name which is somebody else's",
    azure: { "az group show": [{ json: { location: "northeurope", tags: null } }] },
    says: [
      "There is a resource group rg-plant-oslo already that this environment has not made",
      "azd env new NAME",
    ],
  },
  {
    name: "a resource group of another project with an environment of the same name",
    azure: {
      "az group show": [{ json: { location: "northeurope", tags: { "azd-env-name": "plant-oslo" } } }],
    },
    says: ["There is a resource group rg-plant-oslo already", "azd env new NAME"],
  },
  {
    name: "another region than that of the last deployment",
    azure: {
      "az group show": [{ json: { location: "westeurope", tags: OWN_TAGS } }],
    },
    says: [
      "This environment has been deployed to westeurope, and nothing moves to northeurope.",
      "azd env set AZURE_LOCATION westeurope",
    ],
  },
  {
    name: "a vault of an earlier deployment that is deleted and not purged",
    azure: { "az keyvault list-deleted": [{ json: [deletedVault("RG-plant-oslo", "northeurope")] }] },
    says: [
      `The vault ${DELETED_VAULT} of an earlier deployment is deleted, but its name is not free yet.`,
      `az keyvault purge --name ${DELETED_VAULT} --location northeurope --subscription ${SUBSCRIPTION}`,
    ],
  },
  {
    name: "a name too long",
    env: { AZURE_ENV_NAME: "plant-oslo-".repeat(4) },
    says: ["The environment's name has 44 characters, and names made from it allow 32.", "azd env new"],
  },
  {
    name: "a phone number that is not E.164",
    env: { ONCALL_PHONE: "90 00 00 00" },
    says: [
      "ONCALL_PHONE is not a phone number in international form (E.164)",
      "azd env set ONCALL_PHONE +4790000000",
    ],
  },
];
