/** What one chooses in azd's environment arrives where it takes effect; names fit what Azure allows. */
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS, FULL, LEAST } from "./azd/environments.ts";
import { created, provision, theOnly, valueAt, whereIs } from "./templates.ts";
import { textOf } from "./template/values.ts";
import type { Deployment } from "./template/values.ts";

const HOST = "properties.functionAppConfig";
const CONFIG = "properties.siteConfig";

describe("the app", () => {
  const siteOf = (deployment: Deployment) => theOnly(deployment, "Microsoft.Web/sites").body;

  it.each([
    ["as shipped", LEAST, "24", 2048, 40],
    ["as chosen", FULL, "22", 512, 100],
  ])("runs on Node.js with the memory and the instances %s", (_name, env, version, memory, instances) => {
    const site = siteOf(provision(env));
    expect(valueAt(site, `${HOST}.runtime`)).toEqual({ name: "node", version });
    expect(valueAt(site, `${HOST}.scaleAndConcurrency`)).toMatchObject({
      instanceMemoryMB: memory,
      maximumInstanceCount: instances,
    });
  });

  it("runs on Flex Consumption, which knows no such settings of the site", () => {
    const deployment = provision(LEAST);
    const plan = theOnly(deployment, "Microsoft.Web/serverfarms");
    expect(plan.body).toMatchObject({
      sku: { name: "FC1", tier: "FlexConsumption" },
      properties: { reserved: true },
    });
    expect(siteOf(deployment)).toMatchObject({
      kind: "functionapp,linux",
      properties: { serverFarmId: plan.id },
    });
    for (const setting of ["linuxFxVersion", "nodeVersion", "alwaysOn"])
      expect(valueAt(siteOf(deployment), `${CONFIG}.${setting}`)).toBeUndefined();
  });
});

describe.each(Object.entries(ENVIRONMENTS))("in the environment %s, everything", (_name, env) => {
  const deployment = provision(env);
  const group = theOnly(deployment, "Microsoft.Resources/resourceGroups");
  const placed = created(deployment).filter(({ scope }) => typeof scope === "string");

  it("lies in a group of our own, but for what brings a hub's events", () => {
    expect(group.id).toMatch(/\/resourceGroups\/rg-prod$/);
    const elsewhere = placed.filter((resource) => resource !== group && resource.scope !== group.id);
    expect(elsewhere.filter(({ type }) => !type.startsWith("Microsoft.EventGrid/systemTopics"))).toEqual([]);
  });

  it("has a name for each part of its type", () => {
    const misplaced = created(deployment).filter(
      ({ type, fullName }) => type.split("/").length !== fullName.split("/").length + 1,
    );
    expect(misplaced.map(whereIs)).toEqual([]);
  });

  it("of our own lies in the chosen region, or is of no region", () => {
    const ours = [group, ...placed.filter(({ scope }) => scope === group.id)];
    const notHere = ours.filter(
      ({ type, body }) => type.split("/").length === 2 && body["location"] !== "norwayeast",
    );
    const ofNoRegion = ["Microsoft.Insights/metricAlerts global", "Microsoft.Insights/actionGroups global"];
    expect(ofNoRegion).toEqual(
      expect.arrayContaining(notHere.map(({ type, body }) => `${type} ${textOf(body["location"] ?? null)}`)),
    );
  });
});

describe("the log", () => {
  it.each([
    [LEAST, 1],
    [FULL, 2],
  ])("is kept for 30 days, and ends at the day's cap", (env, cap) => {
    expect(
      theOnly(provision(env), "Microsoft.OperationalInsights/workspaces").body["properties"],
    ).toMatchObject({
      retentionInDays: 30,
      workspaceCapping: { dailyQuotaGb: cap },
    });
  });

  it("is what alerts and workbook read", () => {
    const deployment = provision(LEAST);
    const workspace = theOnly(deployment, "Microsoft.OperationalInsights/workspaces");
    const insights = theOnly(deployment, "Microsoft.Insights/components");
    expect(valueAt(insights.body, "properties.WorkspaceResourceId")).toBe(workspace.id);
    expect(valueAt(theOnly(deployment, "Microsoft.Insights/workbooks").body, "properties.sourceId")).toBe(
      workspace.id,
    );
    const rules = created(deployment, "Microsoft.Insights/scheduledQueryRules");
    expect(rules).not.toEqual([]);
    for (const { body } of rules) expect(valueAt(body, "properties.scopes")).toEqual([workspace.id]);
  });

  it("is followed by somebody where there is an address", () => {
    const groupsOf = (deployment: Deployment) => created(deployment, "Microsoft.Insights/actionGroups");
    expect(groupsOf(provision(LEAST))).toEqual([]);
    const [group] = groupsOf(provision(FULL));
    expect(valueAt(group?.body, "properties.emailReceivers.0.emailAddress")).toBe("ops@example.com");
  });
});

describe("with the longest name of an environment, the name of each", () => {
  const longest = provision({ ...FULL, AZURE_ENV_NAME: "a".repeat(32) });

  it.each([
    ["Microsoft.Storage/storageAccounts", /^[a-z0-9]{3,24}$/],
    ["Microsoft.KeyVault/vaults", /^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$/],
    ["Microsoft.DocumentDB/databaseAccounts", /^[a-z0-9][a-z0-9-]{1,42}[a-z0-9]$/],
    ["Microsoft.Devices/IotHubs", /^[A-Za-z0-9][A-Za-z0-9-]{1,48}[A-Za-z0-9]$/],
    ["Microsoft.Web/sites", /^[A-Za-z0-9][A-Za-z0-9-]{0,58}[A-Za-z0-9]$/],
    ["Microsoft.EventGrid/systemTopics", /^[A-Za-z0-9-]{3,50}$/],
    ["Microsoft.OperationalInsights/workspaces", /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/],
    ["Microsoft.Resources/resourceGroups", /^[\w.()-]{0,89}[\w()-]$/],
  ])("%s is one that Azure takes", (type, allowed) => {
    const names = created(longest, type).map(({ name }) => name);
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !allowed.test(name))).toEqual([]);
  });

  it("is no other environment's", () => {
    const other = provision({ ...FULL, AZURE_ENV_NAME: "other" });
    const ours = new Set(created(longest, "Microsoft.Storage/storageAccounts").map(({ name }) => name));
    expect(created(other, "Microsoft.Storage/storageAccounts").filter(({ name }) => ours.has(name))).toEqual(
      [],
    );
  });
});
