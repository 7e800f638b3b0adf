// Where the app's log goes: a workspace with a daily cap, and Application Insights in front of it.

@description('The region.')
param location string

@description('What everything is tagged with.')
param tags object

@description('The end of every name, so that no two deployments share one.')
param token string

@description('GB that the log may take in a day. Beyond it nothing is kept until the next day, and the alert on a missing sweep says so.')
@minValue(1)
param dailyCapGb int

@description('The identity under which the app writes its log.')
param appIdentityPrincipalId string

var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-${token}'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
    workspaceCapping: {
      dailyQuotaGb: dailyCapGb
    }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${token}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    IngestionMode: 'LogAnalytics'
    WorkspaceResourceId: workspace.id
    // Only who signs in with Entra ID may write: the connection string alone opens nothing.
    DisableLocalAuth: true
  }
}

resource writesTheLog 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(applicationInsights.id, appIdentityPrincipalId, monitoringMetricsPublisher)
  scope: applicationInsights
  properties: {
    principalId: appIdentityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

output connectionString string = applicationInsights.properties.ConnectionString
output applicationInsightsId string = applicationInsights.id
output workspaceId string = workspace.id
