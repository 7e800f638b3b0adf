// Keeps what cannot be made anew from being deleted by mistake, with its group or by itself.

@description('The Cosmos DB account.')
param cosmosAccountName string

@description('The storage account.')
param storageAccountName string

resource cosmosAccount 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' existing = {
  name: cosmosAccountName
}

resource storageAccount 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName
}

resource cosmosLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: cosmosAccount
  name: 'linewatch-data'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds the state and the history of every device. Take the lock off before azd down.'
  }
}

resource storageLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: storageAccount
  name: 'linewatch-data'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds events and alerts on their way. Take the lock off before azd down.'
  }
}
