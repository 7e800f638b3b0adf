// The app: its plan, its host, and its settings.

@description('The region.')
param location string

@description('What everything is tagged with.')
param tags object

@description('The end of every name, so that no two deployments share one.')
param token string

@description('The user-assigned identity under which it runs: its resource id.')
param identityId string

@description('And its client id, by which the SDKs know it.')
param identityClientId string

@description('The version of Node.js.')
param nodeVersion string

@description('Memory of an instance in MB.')
param memoryMb int

@description('The most instances that the app may grow to.')
param maximumInstances int

@description('Warm instances of `deadlines` and `notifications` each.')
param alwaysReady int

@description('The blob container that holds the package.')
param deploymentContainerUrl string

@description('Where the host keeps its locks and the keys of functions.')
param blobEndpoint string

@description('Where the queues are.')
param queueEndpoint string

@description('Where the database is.')
param cosmosEndpoint string

@description('Its name.')
param cosmosDatabase string

@description('Opens nothing by itself: only the identity may write the log.')
param applicationInsightsConnectionString string

@description('The vault\'s address, with a slash at its end.')
param vaultUri string

@description('Settings that refer to the vault: the name of each, and that of its secret.')
param vaultReferences object

@description('Settings that are no secrets; what is empty is left out.')
param plainSettings object

// Without a version a setting follows its secret, within a day or when the references are refreshed.
var secretsUri = '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/'
var referenceSettings = toObject(items(vaultReferences), entry => entry.key, entry => '${secretsUri}${entry.value})')
var given = filter(items(plainSettings), entry => !empty(entry.value))
var givenSettings = toObject(given, entry => entry.key, entry => entry.value)

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: 'func-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'node'
        version: nodeVersion
      }
      scaleAndConcurrency: {
        instanceMemoryMB: memoryMb
        maximumInstanceCount: maximumInstances
        // What must be on time; everything else may start cold.
        alwaysReady: alwaysReady == 0 ? [] : [
          { name: 'function:deadlines', instanceCount: alwaysReady }
          { name: 'function:notifications', instanceCount: alwaysReady }
        ]
      }
    }
    // Not here: ftpsState. Flex Consumption refuses it; the policy below closes FTP.
    siteConfig: {
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
  }
}

// Publishing is for who signs in with Entra ID, never for a user name and a password. One change after the other: the
// platform refuses a second one meanwhile.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noPublishingPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
  dependsOn: [noFtpPassword]
}

resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  // Later ones win: nothing that is given from outside can take the place of the app's own.
  properties: union(referenceSettings, givenSettings, {
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
    APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
    AZURE_CLIENT_ID: identityClientId
    AzureWebJobsStorage__blobServiceUri: blobEndpoint
    AzureWebJobsStorage__clientId: identityClientId
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__queueServiceUri: queueEndpoint
    COSMOS_DATABASE: cosmosDatabase
    COSMOS_ENDPOINT: cosmosEndpoint
    FUNCTIONS_NODE_BLOCK_ON_ENTRY_POINT_ERROR: 'true'
    PUBLIC_URL: 'https://${app.properties.defaultHostName}'
  })
  dependsOn: [noPublishingPassword]
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
