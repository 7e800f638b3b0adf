// Alert rules that look into the log.

type rule = {
  name: string

  @description('What is the matter, in a few words.')
  title: string

  @description('What is the matter, in sentences that a person understands at night.')
  says: string

  @description('The heading of docs/operations.md that says what to do.')
  page: string

  @description('1: alerts do not go out, or go out late. 2: something needs a person in the morning. 3: worth a look.')
  @minValue(1)
  @maxValue(3)
  severity: int

  @description('How often to look.')
  frequency: string

  @description('How far to look back: further than to the look before, because a line takes minutes to reach the log.')
  window: string

  @description('So many rows of the query within the window are an alert.')
  atLeast: int

  @description('For what happened and cannot be undone: it is said once in that time, and never called resolved. Without it an alert ends by itself.')
  mutedFor: string?

  query: string
}

@description('The region.')
param location string

@description('What everything is tagged with.')
param tags object

@description('The end of every name, so that no two deployments share one.')
param token string

@description('The workspace that the queries ask.')
param workspaceId string

@description('Where people look after an alert.')
param applicationInsightsId string

@description('Who is told: one action group, or none.')
param actionGroupIds string[]

@description('What to look for.')
param rules rule[]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: 'linewatch-${rule.name}-${token}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Linewatch: ${rule.title}'
    description: '${rule.says} What to do: docs/operations.md#${rule.page}'
    severity: rule.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: rule.frequency
    windowSize: rule.window
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThanOrEqual'
          threshold: rule.atLeast
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    // A new workspace does not know its tables before the first line.
    skipQueryValidation: true
    // One or the other: Azure refuses to mute an alert that ends by itself.
    autoMitigate: rule.?mutedFor == null
    muteActionsDuration: rule.?mutedFor
    actions: {
      actionGroups: actionGroupIds
      customProperties: {
        applicationInsights: applicationInsightsId
      }
    }
  }
}]
