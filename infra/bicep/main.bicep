// Everything that Linewatch runs on, in a resource group of its own. What lies beside an existing hub (a system topic
// and the subscription to it) goes into that hub's group.
targetScope = 'subscription'

import { existingHub } from 'modules/hubs.bicep'

@description('The name of this installation: lower-case letters, digits and hyphens. It names the resource group.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('The region of everything but what belongs to an existing hub. It must offer Flex Consumption.')
@minLength(1)
@metadata({
  azd: {
    type: 'location'
  }
})
param location string

@description('Object id of whoever deploys: may write secrets into the vault. Empty: nobody is given that role.')
param deployerId string = ''

@description('What kind of principal the deployer is.')
@allowed(['User', 'ServicePrincipal'])
param deployerType string = 'User'

@description('The IoT hubs to watch, with the system topic that each already has.')
param hubs existingHub[] = []

@description('A hub of our own to try things with: F1 is free (one a subscription), S1 is not.')
@allowed(['none', 'F1', 'S1'])
param trialHub string = 'none'

@description('Subscribe to telemetry as well. Every message of every device then costs a little.')
param telemetry bool = false

@description('The version of Node.js.')
@allowed(['22', '24'])
param nodeVersion string = '24'

@description('Memory of an instance in MB.')
@allowed([512, 2048])
param memoryMb int = 2048

@description('The most instances that the app may grow to.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Warm instances, of `deadlines` and `notifications` each. With 0 an alert may be minutes late.')
@minValue(0)
@maxValue(10)
param alwaysReady int = 1

@description('How Cosmos DB is paid for: by request, or by autoscaled throughput. Later deployments cannot change it.')
@allowed(['serverless', 'autoscale'])
param cosmosCapacity string = 'serverless'

@description('With autoscale the highest throughput in RU/s, in thousands, which all containers share.')
@minValue(1000)
@maxValue(1000000)
param cosmosMaximumRu int = 4000

@description('Lock database and storage account against deletion. It has to be taken off before `azd down`.')
param lockData bool = false

@description('Who is mailed when Linewatch itself has a fault. Empty: its alerts show in the portal only.')
@maxLength(254)
param alertEmail string = ''

@description('The most that the logs may grow in a day, in GB; what comes after that is dropped.')
@minValue(1)
@maxValue(100)
param logsDailyCapGb int = 1

@description('The Power Automate workflow of the receiver `ops`. Kept in the vault.')
@secure()
param teamsOpsWorkflowUrl string = ''

@description('The phone of the receiver `oncall`, in international form. Kept in the vault.')
@secure()
param oncallPhone string = ''

@description('The Twilio account: AC and 32 hexadecimal digits.')
@maxLength(34)
param twilioAccountSid string = ''

@description('The account\'s token, unless there is an API key. Kept in the vault.')
@secure()
param twilioAuthToken string = ''

@description('A Twilio API key: SK and 32 hexadecimal digits.')
@maxLength(34)
param twilioApiKey string = ''

@description('The API key\'s secret. Kept in the vault.')
@secure()
param twilioApiSecret string = ''

@description('The Twilio messaging service that sends: MG and 32 hexadecimal digits.')
@maxLength(34)
param twilioMessagingServiceSid string = ''

@description('Or the number, short code or name that sends.')
@maxLength(16)
param twilioFrom string = ''

@description('Secrets that somebody put into the vault: the variable that refers to each, and its name there.')
param policySecrets object = {}

var token = toLower(uniqueString(subscription().id, environmentName, location))
// The second one is ours alone: every project of azd sets the first, and calls environments `dev`.
var tags = {
  'azd-env-name': environmentName
  product: 'linewatch'
}
// Not the token: whoever looks at a hub's topic sees whose it is.
var subscriptionName = 'linewatch-${environmentName}'
var linkSigningKeySecret = 'link-signing-key'

// A variable refers to a secret that is given now or named in policySecrets, never to one that may be missing.
var vaultReferences = union(
  policySecrets,
  empty(teamsOpsWorkflowUrl) ? {} : { TEAMS_OPS_WORKFLOW_URL: 'teams-ops-workflow-url' },
  empty(oncallPhone) ? {} : { ONCALL_PHONE: 'oncall-phone' },
  empty(twilioAuthToken) ? {} : { TWILIO_AUTH_TOKEN: 'twilio-auth-token' },
  empty(twilioApiSecret) ? {} : { TWILIO_API_SECRET: 'twilio-api-secret' },
  // Always, because the key is written after this deployment and only if it is absent.
  { LINK_SIGNING_KEY: linkSigningKeySecret }
)

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: { location: location, tags: tags, token: token }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: { location: location, tags: tags, token: token, appPrincipalId: identity.outputs.principalId }
}

module cosmos 'modules/cosmos.bicep' = {
  name: 'cosmos'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    capacity: cosmosCapacity
    maximumRu: cosmosMaximumRu
    appPrincipalId: identity.outputs.principalId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    appPrincipalId: identity.outputs.principalId
    deployerId: deployerId
    deployerType: deployerType
    teamsOpsWorkflowUrl: teamsOpsWorkflowUrl
    oncallPhone: oncallPhone
    twilioAuthToken: twilioAuthToken
    twilioApiSecret: twilioApiSecret
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    dailyCapGb: logsDailyCapGb
    appIdentityPrincipalId: identity.outputs.principalId
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    nodeVersion: nodeVersion
    memoryMb: memoryMb
    maximumInstances: maximumInstances
    alwaysReady: alwaysReady
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    blobEndpoint: storage.outputs.blobEndpoint
    queueEndpoint: storage.outputs.queueEndpoint
    cosmosEndpoint: cosmos.outputs.endpoint
    cosmosDatabase: cosmos.outputs.databaseName
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    vaultUri: vault.outputs.uri
    vaultReferences: vaultReferences
    plainSettings: {
      TWILIO_ACCOUNT_SID: twilioAccountSid
      TWILIO_API_KEY: twilioApiKey
      TWILIO_FROM: twilioFrom
      TWILIO_MESSAGING_SERVICE_SID: twilioMessagingServiceSid
    }
  }
}

module hubEvents 'modules/hubs.bicep' = {
  // Deployed to the subscription, where another installation must not have the same name.
  name: 'linewatch-hubs-${token}'
  params: {
    location: location
    tags: tags
    token: token
    hubs: hubs
    trialHub: trialHub
    telemetry: telemetry
    subscriptionName: subscriptionName
    groupName: group.name
    storageAccountName: storage.outputs.name
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    workspaceId: monitoring.outputs.workspaceId
    alertEmail: alertEmail
    systemTopicIds: hubEvents.outputs.systemTopicIds
    subscriptionName: subscriptionName
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    workspaceId: monitoring.outputs.workspaceId
  }
}

module lock 'modules/lock.bicep' = if (lockData) {
  name: 'lock'
  scope: group
  params: { cosmosAccountName: cosmos.outputs.accountName, storageAccountName: storage.outputs.name }
}

output AZURE_RESOURCE_GROUP string = group.name
output FUNCTION_APP_NAME string = app.outputs.name
output FUNCTION_APP_URL string = app.outputs.url
output KEY_VAULT_NAME string = vault.outputs.name
output COSMOS_ENDPOINT string = cosmos.outputs.endpoint
output STORAGE_ACCOUNT_NAME string = storage.outputs.name
output LINK_SIGNING_KEY_SECRET string = linkSigningKeySecret
