// Brings a hub's events to our queue. Goes into the group of the hub's system topic.

@description('The system topic, which has a system-assigned identity.')
param systemTopicName string

@description('The name of the subscription: another installation may have one of its own to the same topic.')
param subscriptionName string

@description('Of what the hub tells, what we want to know.')
param eventTypes string[]

@description('The subscription of the storage account.')
param storageSubscriptionId string

@description('Its resource group.')
param storageGroupName string

@description('The storage account with the queue and the container for dead letters.')
param storageAccountName string

var storageAccountId = resourceId(storageSubscriptionId, storageGroupName, 'Microsoft.Storage/storageAccounts', storageAccountName)

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: systemTopicName
}

// First the roles: Event Grid could not deliver without them.
module access 'topic-access.bicep' = {
  name: 'topic-access-${uniqueString(topic.id)}'
  scope: resourceGroup(storageSubscriptionId, storageGroupName)
  params: {
    principalId: topic.identity.principalId
    storageAccountName: storageAccountName
  }
}

resource delivery 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: subscriptionName
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    deliveryWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      destination: {
        endpointType: 'StorageQueue'
        properties: {
          resourceId: storageAccountId
          queueName: 'events'
          // Never: an app that was down for a week reads what happened meanwhile.
          queueMessageTimeToLiveInSeconds: -1
        }
      }
    }
    deadLetterWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: storageAccountId
          blobContainerName: 'dead-letters'
        }
      }
    }
    filter: {
      includedEventTypes: eventTypes
    }
    retryPolicy: {
      eventTimeToLiveInMinutes: 1440
      maxDeliveryAttempts: 30
    }
  }
  dependsOn: [access]
}
