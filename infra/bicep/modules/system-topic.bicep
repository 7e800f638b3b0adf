// A hub's system topic. It has an identity of its own, the only kind that can deliver past a storage firewall.

@description('The hub\'s region.')
param location string

@description('What everything is tagged with.')
param tags object

@description('The name of the topic.')
param name string

@description('The hub\'s resource id.')
param hubId string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    source: hubId
    topicType: 'Microsoft.Devices.IoTHubs'
  }
}
