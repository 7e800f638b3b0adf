// Alerts on one Event Grid topic: what it could not deliver to our queue.

@description('What everything is tagged with.')
param tags object

@description('The end of every name, so that no two deployments share one.')
param token string

@description('The system topic of a hub; it may lie in another resource group and region of this subscription.')
param systemTopicId string

@description('The name of our subscription to it.')
param subscriptionName string

@description('Who is told: one action group, or none.')
param actionGroupIds string[]

var topicName = last(split(systemTopicId, '/'))
// Topics of two resource groups may have one name; their alerts all lie in ours.
var topicToken = uniqueString(token, toLower(systemTopicId))

// One mail, and one more when it has been quiet for as long as `window`.
var rules = [
  {
    name: 'dropped'
    metric: 'DroppedEventCount'
    severity: 1
    frequency: 'PT15M'
    window: 'PT6H'
    above: 0
    says: 'Event Grid gave up on events of ${topicName} and could not keep them either: they are lost. Their devices may be shown as they were before.'
  }
  {
    name: 'dead-letters'
    metric: 'DeadLetteredCount'
    severity: 2
    frequency: 'PT15M'
    window: 'PT6H'
    above: 0
    says: 'Event Grid gave up on events of ${topicName} and put them into the container dead-letters. Their devices may be shown as they were before.'
  }
  {
    name: 'refused-events'
    metric: 'DeliveryAttemptFailCount'
    severity: 2
    frequency: 'PT15M'
    window: 'PT1H'
    above: 20
    says: 'Event Grid cannot put events of ${topicName} into the queue and goes on trying: alerts come late.'
  }
]

resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [for rule in rules: {
  name: 'linewatch-${rule.name}-${topicName}-${topicToken}'
  location: 'global'
  tags: tags
  properties: {
    description: '${rule.says} What to do: docs/operations.md#dead-letters'
    severity: rule.severity
    enabled: true
    scopes: [systemTopicId]
    evaluationFrequency: rule.frequency
    windowSize: rule.window
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: rule.name
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.EventGrid/systemTopics'
          metricName: rule.metric
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: rule.above
          // A hub has one topic, and others may have subscribed to it as well.
          dimensions: [
            {
              name: 'EventSubscriptionName'
              operator: 'Include'
              values: [subscriptionName]
            }
          ]
        }
      ]
    }
    autoMitigate: true
    actions: [for id in actionGroupIds: {
      actionGroupId: id
    }]
  }
}]
