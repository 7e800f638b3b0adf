/** What would be deployed: resources through modules, with names, ids and what only a deployment knows. */
import { describe, expect, it } from "vitest";
import { deploy } from "./deploy.ts";
import { TemplateFiles } from "./files.ts";
import { Runtime, textOf } from "./values.ts";
import type { Fields } from "./values.ts";

const main = `
targetScope = 'subscription'
param trial bool = false
param hubs array = []
param key string = ''
resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-line'
  location: 'norwayeast'
}
module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: 'id-line' }
}
module hub 'modules/hub.bicep' = if (trial) {
  scope: group
}
module topics 'modules/topic.bicep' = [for h in hubs: {
  scope: resourceGroup(split(h, '/')[2], split(h, '/')[4])
  params: { hubId: h, clientId: identity.outputs.clientId, settings: union({ A: 'a' }, empty(key) ? {} : { KEY: key }) }
}]
output CLIENT string = identity.outputs.clientId
`;

const identity = `
param name string
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  tags: { a: 'b' }
}
output clientId string = identity.properties.clientId
`;

const hub = `
resource hub 'Microsoft.Devices/IotHubs@2023-06-30' = { name: 'trial' }
`;

const topic = `
param hubId string
param clientId string
param settings object
resource hub 'Microsoft.Devices/IotHubs@2023-06-30' existing = { name: last(split(hubId, '/')) }
resource store 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: 'st'
  properties: { client: clientId, settings: settings }
  resource queues 'queueServices' = {
    name: 'default'
    resource queue 'queues' = [for name in ['events', 'deadlines']: { name: name }]
  }
}
resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = if (contains(settings, 'KEY')) {
  parent: store
  name: 'default'
}
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'keep'
  scope: blobs
  properties: { notes: 'for \${hub.id} and \${store::queues.name}', of: hub.properties.hostName }
}
`;

const files = new TemplateFiles(
  new Map([
    ["main.bicep", main],
    ["modules/identity.bicep", identity],
    ["modules/hub.bicep", hub],
    ["modules/topic.bicep", topic],
  ]),
);

const hubId = "/subscriptions/other/resourceGroups/rg-iot/providers/Microsoft.Devices/IotHubs/contoso";

function resourcesOf(parameters: Fields) {
  return deploy(files, parameters).resources;
}

describe("a deployment", () => {
  it("leaves out what a condition or an empty list leaves out", () => {
    expect(resourcesOf({}).map(({ symbol }) => symbol)).toEqual(["group", "identity"]);
    expect(resourcesOf({ trial: true }).map(({ symbol }) => symbol)).toEqual(["group", "identity", "hub"]);
    expect(resourcesOf({ hubs: [hubId] }).map(({ symbol }) => symbol)).not.toContain("blobs");
    expect(resourcesOf({ hubs: [hubId], key: "k" }).map(({ symbol }) => symbol)).toContain("blobs");
  });

  it("knows names and ids: inside another resource, below a parent, of another group, on another resource", () => {
    const ids = resourcesOf({ hubs: [hubId], key: "k" }).map(({ id }) => id.split("/resourceGroups/")[1]);
    expect(ids).toEqual([
      "rg-line",
      "rg-line/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-line",
      "rg-iot/providers/Microsoft.Devices/IotHubs/contoso",
      "rg-iot/providers/Microsoft.Storage/storageAccounts/st",
      "rg-iot/providers/Microsoft.Storage/storageAccounts/st/queueServices/default",
      "rg-iot/providers/Microsoft.Storage/storageAccounts/st/queueServices/default/queues/events",
      "rg-iot/providers/Microsoft.Storage/storageAccounts/st/queueServices/default/queues/deadlines",
      "rg-iot/providers/Microsoft.Storage/storageAccounts/st/blobServices/default",
      "rg-iot/providers/Microsoft.Storage/storageAccounts/st/blobServices/default/providers/Microsoft.Authorization/locks/keep",
    ]);
  });

  it("hands values through parameters and outputs, and says what only a deployment knows", () => {
    const deployment = deploy(files, { hubs: [hubId], key: "k" });
    const clientId = deployment.output("CLIENT");
    expect(clientId).toBeInstanceOf(Runtime);
    expect(textOf(clientId)).toBe("<id-line.properties.clientId>");
    const store = deployment.resources.find(({ symbol }) => symbol === "store");
    expect(store?.body["properties"]).toEqual({ client: clientId, settings: { A: "a", KEY: "k" } });
    const lock = deployment.resources.find(({ symbol }) => symbol === "lock");
    expect(lock?.body["properties"]).toEqual({ notes: `for ${hubId} and default`, of: expect.any(Runtime) });
    expect(lock?.at).toMatchObject({ file: "modules/topic.bicep", path: ["topics"], line: 18 });
  });

  it("refuses a parameter that a template does not have, and one without a value", () => {
    expect(() => deploy(files, { hub: "x" })).toThrow("main.bicep has no parameter hub");
    const broken = files.broken("main.bicep", "params: { name: 'id-line' }", "params: {}");
    expect(() => deploy(broken, {})).toThrow("modules/identity.bicep needs name.");
  });

  it("breaks a copy of a template, and only where there is something to break", () => {
    const broken = files.broken("main.bicep", "'id-line'", "'id-other'");
    expect(deploy(broken, {}).resources[1]?.name).toBe("id-other");
    expect(() => files.broken("main.bicep", "no such text", "")).toThrow("main.bicep has no no such text");
  });
});
