/** Values of azd's environment, each beside those with which everything is well. */

export type Env = Readonly<Record<string, string>>;

export const good: readonly Env[] = [
  { AZURE_ENV_NAME: "a" },
  { AZURE_ENV_NAME: "plant-0123456789-0123456789-0123" },
  { LINEWATCH_TRIAL_HUB: "F1" },
  { LINEWATCH_TELEMETRY: "true" },
  { LINEWATCH_NODE_VERSION: "22" },
  { LINEWATCH_MEMORY_MB: "512" },
  { LINEWATCH_MAX_INSTANCES: "1000" },
  { LINEWATCH_ALWAYS_READY: "0" },
  { LINEWATCH_COSMOS: "autoscale", LINEWATCH_COSMOS_MAX_RU: "4000" },
  { LINEWATCH_LOCK: "true" },
  { LINEWATCH_ALERT_EMAIL: "ops@example.com" },
  { LINEWATCH_DAILY_CAP_GB: "100" },
  { LINEWATCH_DRILL_RECEIVERS: "ops, oncall" },
  { TWILIO_FROM: "Linewatch" },
  { TEAMS_OPS_WORKFLOW_URL: "akvs://11111111-1111-4111-8111-111111111111/kv/ops" },
  { ONCALL_PHONE: "akvs://11111111-1111-4111-8111-111111111111/kv/phone" },
  { ONCALL_PHONE: "", LINEWATCH_POLICY_SECRETS: '{"ONCALL_PHONE":"oncall-phone"}' },
  { TWILIO_AUTH_TOKEN: "", LINEWATCH_POLICY_SECRETS: '{"TWILIO_AUTH_TOKEN":"twilio-auth-token"}' },
  { TWILIO_API_BASE_URL: "https://elsewhere.example" },
];

/** The environment → the sentence's beginning, and what to type. */
export const bad: readonly (readonly [env: Env, words: string, line: string])[] = [
  [
    { TWILIO_AUTH_TOKEN: 'half"quoted' },
    "TWILIO_AUTH_TOKEN has a quote, a backslash or a space in it",
    "azd env set TWILIO_AUTH_TOKEN VALUE",
  ],
  [
    { AZURE_ENV_NAME: "Plant_Oslo" },
    "The environment's name “Plant_Oslo” must be lower-case letters",
    "azd env new plant-oslo",
  ],
  [{ AZURE_ENV_NAME: "p".repeat(33) }, "The environment's name has 33 characters", "azd env new plant-oslo"],
  [
    { LINEWATCH_TRIAL_HUB: "f1" },
    "LINEWATCH_TRIAL_HUB is “f1”; it must be none or F1 or S1.",
    "azd env set LINEWATCH_TRIAL_HUB none",
  ],
  [{ LINEWATCH_TELEMETRY: "yes" }, "LINEWATCH_TELEMETRY is “yes”", "azd env set LINEWATCH_TELEMETRY false"],
  [
    { LINEWATCH_NODE_VERSION: "20" },
    "LINEWATCH_NODE_VERSION is “20”; it must be 24 or 22.",
    "azd env set LINEWATCH_NODE_VERSION 24",
  ],
  [{ LINEWATCH_MEMORY_MB: "4096" }, "LINEWATCH_MEMORY_MB is “4096”", "azd env set LINEWATCH_MEMORY_MB 2048"],
  [
    { LINEWATCH_MAX_INSTANCES: "39" },
    "LINEWATCH_MAX_INSTANCES is “39”; it must be a whole number from 40 to 1000.",
    "azd env set LINEWATCH_MAX_INSTANCES 40",
  ],
  [
    { LINEWATCH_MAX_INSTANCES: "1001" },
    "LINEWATCH_MAX_INSTANCES is “1001”",
    "azd env set LINEWATCH_MAX_INSTANCES 40",
  ],
  [
    { LINEWATCH_ALWAYS_READY: "1.5" },
    "LINEWATCH_ALWAYS_READY is “1.5”",
    "azd env set LINEWATCH_ALWAYS_READY 1",
  ],
  [
    { LINEWATCH_ALWAYS_READY: "11" },
    "LINEWATCH_ALWAYS_READY is “11”",
    "azd env set LINEWATCH_ALWAYS_READY 1",
  ],
  [
    { LINEWATCH_COSMOS: "dedicated" },
    "LINEWATCH_COSMOS is “dedicated”",
    "azd env set LINEWATCH_COSMOS serverless",
  ],
  [
    { LINEWATCH_COSMOS_MAX_RU: "1500" },
    "LINEWATCH_COSMOS_MAX_RU is “1500”; it must be a whole number from 1000 to 1000000, in steps of 1000.",
    "azd env set LINEWATCH_COSMOS_MAX_RU 1000",
  ],
  [{ LINEWATCH_LOCK: "1" }, "LINEWATCH_LOCK is “1”", "azd env set LINEWATCH_LOCK false"],
  [
    { LINEWATCH_ALERT_EMAIL: "ops" },
    "LINEWATCH_ALERT_EMAIL is “ops”; it must be a mail address.",
    "azd env set LINEWATCH_ALERT_EMAIL ops@example.com",
  ],
  [{ LINEWATCH_DAILY_CAP_GB: "0" }, "LINEWATCH_DAILY_CAP_GB is “0”", "azd env set LINEWATCH_DAILY_CAP_GB 1"],
  [
    { ONCALL_PHONE: "004790000000" },
    "ONCALL_PHONE is not a phone number in international form",
    "azd env set ONCALL_PHONE +4790000000",
  ],
  [
    { TEAMS_OPS_WORKFLOW_URL: "https://hooks.example.com/x" },
    "TEAMS_OPS_WORKFLOW_URL: the URL is on a host that is not Power Automate's",
    "azd env set-secret TEAMS_OPS_WORKFLOW_URL",
  ],
  [
    { TEAMS_OPS_WORKFLOW_URL: "https://contoso.webhook.office.com/x" },
    "TEAMS_OPS_WORKFLOW_URL: the URL belongs to an Office 365 connector",
    "azd env set-secret TEAMS_OPS_WORKFLOW_URL",
  ],
  [
    { TEAMS_OPS_WORKFLOW_URL: "http://127.0.0.1:7072/workflow/ops" },
    "TEAMS_OPS_WORKFLOW_URL: the URL must begin with https://",
    "azd env set-secret TEAMS_OPS_WORKFLOW_URL",
  ],
  [
    { TWILIO_FROM: "90 00 00 00 00 00" },
    "TWILIO_FROM must be a phone number such as +4790000000",
    "azd env set TWILIO_FROM +4790000000",
  ],
  [
    { TWILIO_ACCOUNT_SID: "AC1" },
    "TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits.",
    "azd env set TWILIO_ACCOUNT_SID AC00000000000000000000000000000000",
  ],
  [
    { LINEWATCH_POLICY_SECRETS: "MANAGER_PHONE=x" },
    "LINEWATCH_POLICY_SECRETS must be one JSON object",
    `azd env set LINEWATCH_POLICY_SECRETS '{"MANAGER_PHONE":"manager-phone"}'`,
  ],
  [
    { LINEWATCH_POLICY_SECRETS: '["MANAGER_PHONE"]' },
    "LINEWATCH_POLICY_SECRETS must be one JSON object",
    "azd env set LINEWATCH_POLICY_SECRETS",
  ],
  [
    { LINEWATCH_POLICY_SECRETS: '{"MANAGER-PHONE":"x"}' },
    "LINEWATCH_POLICY_SECRETS: “MANAGER-PHONE” is no variable's name",
    "azd env set LINEWATCH_POLICY_SECRETS",
  ],
  [
    { LINEWATCH_POLICY_SECRETS: '{"MANAGER_PHONE":"+47 900"}' },
    "LINEWATCH_POLICY_SECRETS: MANAGER_PHONE needs the name of a secret",
    "azd env set LINEWATCH_POLICY_SECRETS",
  ],
  [
    { LINEWATCH_POLICY_SECRETS: '{"COSMOS_KEY":"key"}' },
    "LINEWATCH_POLICY_SECRETS: COSMOS_KEY is set by the template itself",
    "azd env set LINEWATCH_POLICY_SECRETS",
  ],
  [
    { LINEWATCH_POLICY_SECRETS: '{"ONCALL_PHONE":"oncall-phone"}' },
    "ONCALL_PHONE is given twice, by itself and in LINEWATCH_POLICY_SECRETS",
    'azd env set ONCALL_PHONE ""',
  ],
  [
    { LINEWATCH_DRILL_RECEIVERS: "ops,nobody" },
    "LINEWATCH_DRILL_RECEIVERS: the policy file has no receiver nobody.",
    'azd env set LINEWATCH_DRILL_RECEIVERS "ops,oncall"',
  ],
  [
    { LINEWATCH_DRILL_RECEIVERS: "oncall", ONCALL_PHONE: "" },
    "LINEWATCH_DRILL_RECEIVERS: the receiver oncall stays silent",
    'azd env set LINEWATCH_DRILL_RECEIVERS "ops"',
  ],
  [
    { LINEWATCH_DRILL_RECEIVERS: "oncall", TWILIO_FROM: "" },
    "LINEWATCH_DRILL_RECEIVERS: the receiver oncall stays silent",
    'azd env set LINEWATCH_DRILL_RECEIVERS "ops"',
  ],
];
