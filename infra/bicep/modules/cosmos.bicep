// The database: one account in one region, whose data only the app's identity may touch, and no key at all.

@description('The region.')
param location string

@description('What everything is tagged with.')
param tags object

@description('The end of every name, so that no two deployments share one.')
param token string

@description('How it is paid for: by request, or by an autoscaled throughput.')
@allowed(['serverless', 'autoscale'])
param capacity string

@description('With autoscale the highest throughput in RU/s, which all containers share.')
param maximumRu int

@description('The identity under which the app runs.')
param appPrincipalId string

// What each container indexes beside the partition key and the id, which is indexed unasked: only what queries name,
// because every path costs on every write.
var containers = [
  { name: 'connections', indexed: ['deviceId', 'state', 'deadline', 'owedSince', 'incident', 'flappingIncident', 'parent'] }
  { name: 'transitions', indexed: ['state'] }
  { name: 'incidents', indexed: ['state', 'dueAt', 'attemptAt', 'openedKey'] }
  { name: 'settings', indexed: [] }
  { name: 'rejected', indexed: ['listedAs'] }
]

// Cosmos DB's own role for data. It can neither make nor drop a database or a container.
var builtInDataContributor = '00000000-0000-0000-0000-000000000002'

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' = {
  name: 'cosmos-${token}'
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: capacity == 'serverless' ? [{ name: 'EnableServerless' }] : []
    locations: [
      {
        locationName: location
        failoverPriority: 0
        isZoneRedundant: false
      }
    ]
    enableAutomaticFailover: false
    enableMultipleWriteLocations: false
    // Whoever gathers an incident must see what another instance wrote just before.
    consistencyPolicy: {
      defaultConsistencyLevel: 'Strong'
    }
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: 'Continuous7Days'
      }
    }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: 'Enabled'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-10-15' = {
  parent: account
  name: 'linewatch'
  properties: {
    resource: {
      id: 'linewatch'
    }
    options: capacity == 'autoscale' ? { autoscaleSettings: { maxThroughput: maximumRu } } : {}
  }
}

resource inDatabase 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-10-15' = [for container in containers: {
  parent: database
  name: container.name
  properties: {
    resource: {
      id: container.name
      partitionKey: {
        kind: 'Hash'
        paths: ['/pk']
        version: 2
      }
      // Nothing ends by itself but what says when it does.
      defaultTtl: -1
      indexingPolicy: {
        automatic: true
        indexingMode: 'consistent'
        includedPaths: [for field in concat(['pk'], container.indexed): {
          path: '/${field}/?'
        }]
        excludedPaths: [
          { path: '/*' }
          { path: '/"_etag"/?' }
        ]
      }
    }
  }
}]

resource appReadsAndWritesData 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-10-15' = {
  parent: account
  name: guid(account.id, appPrincipalId, builtInDataContributor)
  properties: {
    principalId: appPrincipalId
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/${builtInDataContributor}'
    scope: account.id
  }
  // The account takes one such change at a time.
  dependsOn: [inDatabase]
}

output accountName string = account.name
output endpoint string = account.properties.documentEndpoint
output databaseName string = database.name
