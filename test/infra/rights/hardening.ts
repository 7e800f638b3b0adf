/** What each kind of resource must say so that nobody gets in but by a role. */

export interface Rule {
  readonly type: string;
  readonly path: string;
  /** Any of them. */
  readonly is: readonly (string | number | boolean | undefined)[];
}

const rule = (type: string, path: string, ...is: Rule["is"]): Rule => ({ type, path, is });

export const RULES: readonly Rule[] = [
  rule("Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", false),
  rule("Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", false),
  rule("Microsoft.Storage/storageAccounts", "properties.allowCrossTenantReplication", false),
  rule("Microsoft.Storage/storageAccounts", "properties.defaultToOAuthAuthentication", true),
  rule("Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "TLS1_2", "TLS1_3"),
  rule("Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", true),
  rule(
    "Microsoft.Storage/storageAccounts/blobServices/containers",
    "properties.publicAccess",
    "None",
    undefined,
  ),
  rule("Microsoft.DocumentDB/databaseAccounts", "properties.disableLocalAuth", true),
  rule("Microsoft.DocumentDB/databaseAccounts", "properties.disableKeyBasedMetadataWriteAccess", true),
  rule("Microsoft.DocumentDB/databaseAccounts", "properties.minimalTlsVersion", "Tls12"),
  rule("Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", true),
  rule("Microsoft.Web/sites", "properties.httpsOnly", true),
  rule("Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", "1.2", "1.3"),
  rule("Microsoft.Web/sites", "properties.siteConfig.scmMinTlsVersion", "1.2", "1.3"),
  // Flex Consumption refuses it ("… for Flex Consumption sites is invalid"); FTP is closed by its credentials' policy.
  rule("Microsoft.Web/sites", "properties.siteConfig.ftpsState", undefined),
  rule("Microsoft.Web/sites", "identity.type", "UserAssigned"),
  rule(
    "Microsoft.Web/sites",
    "properties.functionAppConfig.deployment.storage.authentication.type",
    "UserAssignedIdentity",
  ),
  rule("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "properties.allow", false),
  rule("Microsoft.Insights/components", "properties.DisableLocalAuth", true),
  rule("Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", true),
  rule("Microsoft.Devices/IotHubs", "properties.minTlsVersion", "1.2"),
];

/**
 * What answers from outside, by type; the others have no address of their own. `null`: has none, or only the portal's.
 */
export const ENDPOINTS: Readonly<Record<string, string | null>> = {
  "Microsoft.Storage/storageAccounts": "storage account",
  "Microsoft.DocumentDB/databaseAccounts": "Cosmos DB account",
  "Microsoft.KeyVault/vaults": "key vault",
  "Microsoft.Web/sites": "function app",
  "Microsoft.Insights/components": "Application Insights",
  "Microsoft.OperationalInsights/workspaces": "Log Analytics workspace",
  "Microsoft.Devices/IotHubs": "trial hub",
  "Microsoft.Authorization/locks": null,
  "Microsoft.Authorization/roleAssignments": null,
  "Microsoft.EventGrid/systemTopics": null,
  "Microsoft.Insights/actionGroups": null,
  "Microsoft.Insights/diagnosticSettings": null,
  "Microsoft.Insights/metricAlerts": null,
  "Microsoft.Insights/scheduledQueryRules": null,
  "Microsoft.Insights/workbooks": null,
  "Microsoft.ManagedIdentity/userAssignedIdentities": null,
  "Microsoft.Resources/resourceGroups": null,
  "Microsoft.Web/serverfarms": null,
};
