// The page that shows how the product itself is doing.

@description('The region.')
param location string

@description('What everything is tagged with.')
param tags object

@description('The end of every name, so that no two deployments share one.')
param token string

@description('The workspace that the queries ask, and under which the workbook is listed.')
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // A workbook is known by a GUID, and the same one must come out the next time.
  name: guid(resourceGroup().id, token, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Linewatch'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspaceId
    serializedData: string(union(loadJsonContent('../workbook.json'), { fallbackResourceIds: [workspaceId] }))
  }
}
