/** Values of azd environments: the least that one needs, a trial with a hub of its own, and everything at once. */
import type { AzdEnvironment } from "./parameters.ts";

export const DEPLOYER = "11111111-1111-1111-1111-111111111111";

const hubIn = (subscription: string, group: string, name: string): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Devices/IotHubs/${name}`;
const topicIn = (subscription: string, group: string, name: string): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.EventGrid/systemTopics/${name}`;

const home = "00000000-0000-0000-0000-000000000001";
const away = "00000000-0000-0000-0000-000000000002";

/** A hub without a system topic, in a group of its own. */
export const NEW_TOPIC_HUB = hubIn(home, "rg-iot", "contoso-hub");
/** A hub of another subscription, which has a system topic. */
export const OLD_TOPIC_HUB = hubIn(away, "rg-plant", "plant-hub");
export const OLD_TOPIC = topicIn(away, "rg-plant", "plant-topic");

export const LEAST: AzdEnvironment = {
  AZURE_ENV_NAME: "prod",
  AZURE_LOCATION: "norwayeast",
  AZURE_PRINCIPAL_ID: DEPLOYER,
  AZURE_PRINCIPAL_TYPE: "User",
  LINEWATCH_HUBS: JSON.stringify([{ id: NEW_TOPIC_HUB, location: "westeurope", systemTopicId: "" }]),
};

export const TRIAL: AzdEnvironment = { ...LEAST, LINEWATCH_HUBS: "[]", LINEWATCH_TRIAL_HUB: "F1" };

export const FULL: AzdEnvironment = {
  ...LEAST,
  LINEWATCH_HUBS: JSON.stringify([
    { id: NEW_TOPIC_HUB, location: "westeurope", systemTopicId: "" },
    { id: OLD_TOPIC_HUB, location: "norwayeast", systemTopicId: OLD_TOPIC },
  ]),
  LINEWATCH_TRIAL_HUB: "S1",
  LINEWATCH_TELEMETRY: "true",
  LINEWATCH_NODE_VERSION: "22",
  LINEWATCH_MEMORY_MB: "512",
  LINEWATCH_MAX_INSTANCES: "100",
  LINEWATCH_ALWAYS_READY: "2",
  LINEWATCH_COSMOS: "autoscale",
  LINEWATCH_COSMOS_MAX_RU: "4000",
  LINEWATCH_LOCK: "true",
  LINEWATCH_ALERT_EMAIL: "ops@example.com",
  LINEWATCH_DAILY_CAP_GB: "2",
  TEAMS_OPS_WORKFLOW_URL: "https://prod-1.norwayeast.logic.azure.com/workflows/S3CR3T",
  ONCALL_PHONE: "+4790000000",
  TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
  TWILIO_API_KEY: `SK${"0".repeat(32)}`,
  TWILIO_MESSAGING_SERVICE_SID: `MG${"0".repeat(32)}`,
  TWILIO_FROM: "+4790000001",
  TWILIO_AUTH_TOKEN: "S3CR3T-token",
  TWILIO_API_SECRET: "S3CR3T-secret",
  LINEWATCH_POLICY_SECRETS: JSON.stringify({ MANAGER_PHONE: "manager-phone" }),
};

export const ENVIRONMENTS = { LEAST, TRIAL, FULL } as const;
