// A hub to try things with. Its keys stay on, for the tools that make and play devices; Linewatch uses none of them.

@description('The region.')
param location string

@description('What everything is tagged with.')
param tags object

@description('The end of every name, so that no two deployments share one.')
param token string

@description('Its size.')
@allowed(['F1', 'S1'])
param sku string

@description('The name of its system topic.')
param systemTopicName string

resource hub 'Microsoft.Devices/IotHubs@2023-06-30' = {
  name: 'iot-${token}'
  location: location
  tags: tags
  sku: {
    name: sku
    capacity: 1
  }
  properties: {
    // The most that F1 allows, and never to be changed.
    eventHubEndpoints: {
      events: {
        retentionTimeInDays: 1
        partitionCount: 2
      }
    }
    minTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }
}

module topic 'system-topic.bicep' = {
  name: 'trial-hub-topic'
  params: {
    location: location
    tags: tags
    name: systemTopicName
    hubId: hub.id
  }
}
