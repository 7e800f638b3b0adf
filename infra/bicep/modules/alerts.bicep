// Alerts on the product itself. Each says at night what is wrong, and where to read what to do.

@description('The region.')
param location string

@description('What everything is tagged with.')
param tags object

@description('The end of every name, so that no two deployments share one.')
param token string

@description('Where people look after an alert; every message names it.')
param applicationInsightsId string

@description('The workspace that the queries ask.')
param workspaceId string

@description('Who gets the alerts by mail. Empty: they are only listed in the portal.')
param alertEmail string

@description('The system topics of the hubs. One in another subscription is left out: a metric alert watches its own.')
param systemTopicIds string[]

@description('The name of our subscription to each topic.')
param subscriptionName string

@description('How long no device may connect or disconnect. For a fleet that is quiet for days choose the longest.')
@allowed([
  'PT6H'
  'P1D'
  'P2D'
])
param noEventsFor string = 'P1D'

// The app must have been sweeping almost as long: a new deployment has had no time for events.
var sweepingFor = {
  PT6H: '5h'
  P1D: '23h'
  P2D: '47h'
}

var topicIdsHere = filter(systemTopicIds, id => toLower(split(id, '/')[2]) == toLower(subscription().subscriptionId))

var rules = [
  {
    name: 'no-sweep'
    title: 'the sweep has stopped'
    says: 'Linewatch has not swept for 5 minutes: it is down, or its log has reached the daily cap. Alerts may not go out.'
    page: 'no-alerts'
    severity: 1
    frequency: 'PT5M'
    window: 'P1D'
    atLeast: 1
    query: loadTextContent('../queries/no-sweep.kql')
  }
  {
    name: 'no-answer'
    title: 'a queue or the store does not answer'
    says: 'Linewatch cannot look into one of its queues or into its store: nothing may come in, and no alert go out.'
    page: 'no-alerts'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    atLeast: 2
    query: loadTextContent('../queries/no-answer.kql')
  }
  {
    name: 'queue-late'
    title: 'messages wait in a queue'
    says: 'Messages have waited in a queue for over 5 minutes: alerts come late.'
    page: 'late-alerts'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    atLeast: 2
    query: loadTextContent('../queries/queue-late.kql')
  }
  {
    name: 'work-waits'
    title: 'work is left undone'
    says: 'What was due over 10 minutes ago has not been done, by a message or by the sweep: alerts come late.'
    page: 'late-alerts'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    atLeast: 2
    query: loadTextContent('../queries/work-waits.kql')
  }
  {
    name: 'poison'
    title: 'messages stay in poison'
    says: 'For 10 minutes there have been messages that Linewatch cannot handle. It goes on trying.'
    page: 'poison'
    severity: 2
    frequency: 'PT5M'
    window: 'PT30M'
    atLeast: 1
    query: loadTextContent('../queries/poison.kql')
  }
  {
    name: 'exhausted'
    title: 'a message was given up'
    says: 'A message could not be handled, came back three times, and was given up. An event is kept among the rejected ones and can be sent again.'
    page: 'poison'
    severity: 2
    frequency: 'PT15M'
    window: 'PT30M'
    atLeast: 1
    mutedFor: 'PT6H'
    query: loadTextContent('../queries/exhausted.kql')
  }
  {
    name: 'undelivered'
    title: 'somebody was not reached'
    says: 'Teams or Twilio accepted a message in none of its attempts, and Linewatch has stopped trying: somebody was not told.'
    page: 'throttling'
    severity: 1
    frequency: 'PT15M'
    window: 'PT30M'
    atLeast: 1
    mutedFor: 'PT6H'
    query: loadTextContent('../queries/undelivered.kql')
  }
  {
    name: 'refused'
    title: 'a message was refused'
    says: 'Teams or Twilio refused a message for good: a key, a URL or a number is no longer right, and somebody was not told.'
    page: 'rotated-keys'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    atLeast: 1
    mutedFor: 'PT1H'
    query: loadTextContent('../queries/refused.kql')
  }
  {
    name: 'configuration'
    title: 'the configuration has a fault'
    says: 'Linewatch does not work: its configuration has a fault, which the log and /api/health name. The queues keep their messages.'
    page: 'no-alerts'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    atLeast: 1
    mutedFor: 'PT6H'
    query: loadTextContent('../queries/configuration.kql')
  }
  {
    name: 'receiver-disabled'
    title: 'a receiver is disabled'
    says: 'A receiver of the policy lacks a value that it needs, and is told nothing. The log and /api/health name it.'
    page: 'no-alerts'
    severity: 2
    frequency: 'PT15M'
    window: 'PT30M'
    atLeast: 1
    mutedFor: 'PT6H'
    query: loadTextContent('../queries/receiver-disabled.kql')
  }
  {
    name: 'functions-fail'
    title: 'functions go on failing'
    says: 'Functions have failed in 10 of the last 15 minutes. Their messages come back, so alerts come late.'
    page: 'throttling'
    severity: 2
    frequency: 'PT5M'
    window: 'PT15M'
    atLeast: 10
    query: loadTextContent('../queries/functions-fail.kql')
  }
  {
    name: 'no-events'
    title: 'no events arrive'
    says: 'Linewatch runs, and yet no device has connected or disconnected for a long time (${noEventsFor}): the fleet is quiet, or its events do not arrive.'
    page: 'no-alerts'
    severity: 3
    frequency: 'PT1H'
    window: noEventsFor
    atLeast: 1
    query: replace(loadTextContent('../queries/no-events.kql'), '<sweepingFor>', sweepingFor[noEventsFor])
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: 'ag-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'linewatch'
    enabled: true
    emailReceivers: [
      {
        name: 'operations'
        emailAddress: alertEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

var actionGroupIds = empty(alertEmail) ? [] : [people.id]

module queryAlerts 'alert-rules.bicep' = {
  name: 'alert-rules'
  params: {
    location: location
    tags: tags
    token: token
    workspaceId: workspaceId
    applicationInsightsId: applicationInsightsId
    actionGroupIds: actionGroupIds
    rules: rules
  }
}

module topicAlerts 'alert-topic.bicep' = [for (id, at) in topicIdsHere: {
  name: 'alert-topic-${at}'
  params: {
    tags: tags
    token: token
    systemTopicId: id
    subscriptionName: subscriptionName
    actionGroupIds: actionGroupIds
  }
}]
