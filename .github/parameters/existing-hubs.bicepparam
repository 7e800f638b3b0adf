// Two hubs that exist already, one of them with a system topic, and a store of fixed throughput under a lock.
using '../../infra/bicep/main.bicep'

param environmentName = 'fleet'
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param hubs = [
  {
    id: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/fleet/providers/Microsoft.Devices/IotHubs/fleet-north'
    location: 'northeurope'
    systemTopicId: ''
  }
  {
    id: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/fleet/providers/Microsoft.Devices/IotHubs/fleet-west'
    location: 'westeurope'
    systemTopicId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/fleet/providers/Microsoft.EventGrid/systemTopics/fleet-west'
  }
]
param cosmosCapacity = 'autoscale'
param lockData = true
param alertEmail = 'operations@example.com'
