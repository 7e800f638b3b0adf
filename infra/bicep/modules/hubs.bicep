// The hubs: those that exist, each with its system topic or a new one, and one to try things with. The events of all go
// to our queue.
targetScope = 'subscription'

@export()
@description('An IoT hub that exists. It may lie in another group or subscription of this tenant.')
type existingHub = {
  @description('Its resource id.')
  id: string

  @description('Its region, where its system topic has to be.')
  location: string

  @description('The resource id of the system topic that it has; empty if it has none, and one is made.')
  systemTopicId: string
}

@description('The region of what is ours.')
param location string

@description('What everything is tagged with.')
param tags object

@description('The end of every name, so that no two deployments share one.')
param token string

@description('The hubs that exist.')
param hubs existingHub[]

@description('A hub of our own to try things with, if any.')
@allowed(['none', 'F1', 'S1'])
param trialHub string

@description('Subscribe to telemetry as well.')
param telemetry bool

@description('The name of our subscription to each topic.')
param subscriptionName string

@description('The resource group of everything that is ours.')
param groupName string

@description('The storage account with the queue and the container for dead letters.')
param storageAccountName string

var topics = '/providers/Microsoft.EventGrid/systemTopics/'

// A hub has one topic at the most, so ours needs no name but the hub's, and lies in its group.
var ownTopicNames = [for hub in hubs: 'linewatch-${uniqueString(toLower(hub.id))}']
var hubGroupIds = [for hub in hubs: join(take(split(hub.id, '/'), 5), '/')]
var ownTopicIds = [for (hub, at) in hubs: '${hubGroupIds[at]}${topics}${ownTopicNames[at]}']
var systemTopicIds = [for (hub, at) in hubs: empty(hub.systemTopicId) ? ownTopicIds[at] : hub.systemTopicId]

var trialTopicName = 'linewatch-trial'
var trialTopicId = '${subscription().id}/resourceGroups/${groupName}${topics}${trialTopicName}'

var eventTypes = concat(
  [
    'Microsoft.Devices.DeviceConnected'
    'Microsoft.Devices.DeviceDisconnected'
    'Microsoft.Devices.DeviceCreated'
    'Microsoft.Devices.DeviceDeleted'
  ],
  telemetry ? ['Microsoft.Devices.DeviceTelemetry'] : []
)

// Only where there is none: to declare somebody's topic again could take its settings away.
module newTopics 'system-topic.bicep' = [for (hub, at) in hubs: if (empty(hub.systemTopicId)) {
  name: 'linewatch-topic-${token}-${at}'
  scope: resourceGroup(split(hub.id, '/')[2], split(hub.id, '/')[4])
  params: {
    location: hub.location
    tags: tags
    name: ownTopicNames[at]
    hubId: hub.id
  }
}]

module hubEvents 'hub-events.bicep' = [for (hub, at) in hubs: {
  name: 'linewatch-events-${token}-${at}'
  scope: resourceGroup(split(systemTopicIds[at], '/')[2], split(systemTopicIds[at], '/')[4])
  params: {
    systemTopicName: last(split(systemTopicIds[at], '/'))
    subscriptionName: subscriptionName
    eventTypes: eventTypes
    storageSubscriptionId: subscription().subscriptionId
    storageGroupName: groupName
    storageAccountName: storageAccountName
  }
  dependsOn: [newTopics]
}]

module trial 'trial-hub.bicep' = if (trialHub != 'none') {
  name: 'trial-hub'
  scope: resourceGroup(groupName)
  params: {
    location: location
    tags: tags
    token: token
    sku: trialHub == 'S1' ? 'S1' : 'F1'
    systemTopicName: trialTopicName
  }
}

module trialEvents 'hub-events.bicep' = if (trialHub != 'none') {
  name: 'trial-hub-events'
  scope: resourceGroup(groupName)
  params: {
    systemTopicName: trialTopicName
    subscriptionName: subscriptionName
    eventTypes: eventTypes
    storageSubscriptionId: subscription().subscriptionId
    storageGroupName: groupName
    storageAccountName: storageAccountName
  }
  dependsOn: [trial]
}

output systemTopicIds string[] = concat(systemTopicIds, trialHub == 'none' ? [] : [trialTopicId])
