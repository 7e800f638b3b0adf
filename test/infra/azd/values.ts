/** What one may set by `azd env set`: the parameter that gets each value, its default, and what it may be. */

interface AzdValue {
  readonly parameter: string;
  /** Empty for none. */
  readonly default: string;
  /** As `limitsOf` writes them. */
  readonly limits: string;
}

const value = (parameter: string, limits: string, otherwise = ""): AzdValue => ({
  parameter,
  default: otherwise,
  limits,
});

export const AZD_VALUES: Readonly<Record<string, AzdValue>> = {
  AZURE_ENV_NAME: value("environmentName", "string 1..32"),
  AZURE_LOCATION: value("location", "string 1.."),
  AZURE_PRINCIPAL_ID: value("deployerId", "string"),
  AZURE_PRINCIPAL_TYPE: value("deployerType", "User | ServicePrincipal", "User"),
  LINEWATCH_HUBS: value("hubs", "list", "[]"),
  LINEWATCH_TRIAL_HUB: value("trialHub", "none | F1 | S1", "none"),
  LINEWATCH_TELEMETRY: value("telemetry", "bool", "false"),
  LINEWATCH_NODE_VERSION: value("nodeVersion", "22 | 24", "24"),
  LINEWATCH_MEMORY_MB: value("memoryMb", "512 | 2048", "2048"),
  LINEWATCH_MAX_INSTANCES: value("maximumInstances", "int 40..1000", "40"),
  LINEWATCH_ALWAYS_READY: value("alwaysReady", "int 0..10", "1"),
  LINEWATCH_COSMOS: value("cosmosCapacity", "serverless | autoscale", "serverless"),
  LINEWATCH_COSMOS_MAX_RU: value("cosmosMaximumRu", "int 1000..1000000", "4000"),
  LINEWATCH_LOCK: value("lockData", "bool", "false"),
  LINEWATCH_ALERT_EMAIL: value("alertEmail", "string ..254"),
  LINEWATCH_DAILY_CAP_GB: value("logsDailyCapGb", "int 1..100", "1"),
  TEAMS_OPS_WORKFLOW_URL: value("teamsOpsWorkflowUrl", "secure string"),
  ONCALL_PHONE: value("oncallPhone", "secure string"),
  TWILIO_ACCOUNT_SID: value("twilioAccountSid", "string ..34"),
  TWILIO_AUTH_TOKEN: value("twilioAuthToken", "secure string"),
  TWILIO_API_KEY: value("twilioApiKey", "string ..34"),
  TWILIO_API_SECRET: value("twilioApiSecret", "secure string"),
  TWILIO_MESSAGING_SERVICE_SID: value("twilioMessagingServiceSid", "string ..34"),
  TWILIO_FROM: value("twilioFrom", "string ..16"),
  LINEWATCH_POLICY_SECRETS: value("policySecrets", "object", "{}"),
};

/** Read by the hooks, and no parameters: the hubs to look up, and who gets the drill of a deployment. */
export const HOOK_VALUES = ["LINEWATCH_HUB_IDS", "LINEWATCH_DRILL_RECEIVERS"] as const;
