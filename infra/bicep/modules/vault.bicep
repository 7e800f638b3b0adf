// The vault of what is secret. Roles alone open it, never access policies.

@description('The region.')
param location string

@description('What everything is tagged with.')
param tags object

@description('The end of every name, so that no two deployments share one.')
param token string

@description('The identity under which the app runs: it reads.')
param appPrincipalId string

@description('Whoever deploys: writes. Empty: nobody.')
param deployerId string

@description('What kind of principal the deployer is.')
@allowed(['User', 'ServicePrincipal'])
param deployerType string

@description('The workflow of the receiver `ops`. A secret that is not given is left as it lies in the vault.')
@secure()
param teamsOpsWorkflowUrl string

@description('The phone of the receiver `oncall`.')
@secure()
param oncallPhone string

@description('The auth token of the Twilio account.')
@secure()
param twilioAuthToken string

@description('The secret of the Twilio API key.')
@secure()
param twilioApiSecret string

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var keyVaultSecretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: 'kv-${token}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    // The shortest time, and no protection against purging: it cannot be taken back, and `azd down --purge` followed by
    // `azd up` needs the same name again. Every secret in here can be given anew.
    softDeleteRetentionInDays: 7
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Allow'
    }
  }
}

resource appReadsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appPrincipalId, keyVaultSecretsUser)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

resource deployerWritesSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  scope: vault
  name: guid(vault.id, deployerId, keyVaultSecretsOfficer)
  properties: {
    principalId: deployerId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsOfficer)
  }
}

resource teamsOpsWorkflowUrlSecret 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(teamsOpsWorkflowUrl)) {
  parent: vault
  name: 'teams-ops-workflow-url'
  tags: tags
  properties: {
    contentType: 'URL of a Power Automate workflow'
    value: teamsOpsWorkflowUrl
  }
}

resource oncallPhoneSecret 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(oncallPhone)) {
  parent: vault
  name: 'oncall-phone'
  tags: tags
  properties: {
    contentType: 'phone number'
    value: oncallPhone
  }
}

resource twilioAuthTokenSecret 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(twilioAuthToken)) {
  parent: vault
  name: 'twilio-auth-token'
  tags: tags
  properties: {
    contentType: 'auth token of a Twilio account'
    value: twilioAuthToken
  }
}

resource twilioApiSecretSecret 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(twilioApiSecret)) {
  parent: vault
  name: 'twilio-api-secret'
  tags: tags
  properties: {
    contentType: 'secret of a Twilio API key'
    value: twilioApiSecret
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
