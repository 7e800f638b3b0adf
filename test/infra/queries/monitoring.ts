/** The alerts and the workbook as they would be deployed, by templates that are given what others would give them. */
import { z } from "zod";
import { deploy } from "../template/deploy.ts";
import { TemplateFiles } from "../template/files.ts";
import { SUBSCRIPTION } from "../template/place.ts";
import type { Deployment, Value } from "../template/values.ts";
import { created, TEMPLATES, valueAt } from "../templates.ts";

const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-line/providers`;
export const WORKSPACE_ID = `${GROUP}/Microsoft.OperationalInsights/workspaces/log-x`;
export const TOPIC_ID = `${GROUP}/Microsoft.EventGrid/systemTopics/contoso`;

const MAIN = `
targetScope = 'subscription'
param alertEmail string = 'ops@contoso.com'
param topicIds array = ['${TOPIC_ID}']
param noEventsFor string = 'P1D'
module alerts 'modules/alerts.bicep' = {
  scope: resourceGroup('rg-line')
  params: {
    location: 'norwayeast'
    tags: {}
    token: 'x'
    applicationInsightsId: '${GROUP}/Microsoft.Insights/components/appi-x'
    workspaceId: '${WORKSPACE_ID}'
    alertEmail: alertEmail
    subscriptionName: 'linewatch-x'
    systemTopicIds: topicIds
    noEventsFor: noEventsFor
  }
}
module workbook 'modules/workbook.bicep' = {
  scope: resourceGroup('rg-line')
  params: {
    location: 'norwayeast'
    tags: {}
    token: 'x'
    workspaceId: '${WORKSPACE_ID}'
  }
}
`;

export function deployMonitoring(given: Readonly<Record<string, Value>> = {}): Deployment {
  return deploy(new TemplateFiles(new Map([...TEMPLATES.texts, ["main.bicep", MAIN]])), given);
}

const rule = z.object({
  displayName: z.string(),
  description: z.string(),
  severity: z.number(),
  evaluationFrequency: z.string(),
  windowSize: z.string(),
  autoMitigate: z.boolean(),
  muteActionsDuration: z.string().nullable(),
  scopes: z.array(z.string()),
  criteria: z.object({ allOf: z.tuple([z.object({ query: z.string(), threshold: z.number() })]) }),
  actions: z.object({ actionGroups: z.array(z.string()) }),
});

export type Rule = z.infer<typeof rule> & { readonly name: string };

export function rulesOf(deployment: Deployment): Rule[] {
  return created(deployment, "Microsoft.Insights/scheduledQueryRules").map(({ name, body }) => ({
    ...rule.parse(body["properties"]),
    name,
  }));
}

const metricRule = z.object({
  description: z.string(),
  severity: z.number(),
  evaluationFrequency: z.string(),
  windowSize: z.string(),
  autoMitigate: z.boolean(),
  scopes: z.array(z.string()),
  criteria: z.object({
    allOf: z.tuple([
      z.object({
        metricName: z.string(),
        dimensions: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
      }),
    ]),
  }),
  actions: z.array(z.object({ actionGroupId: z.string() })),
});

export type MetricRule = z.infer<typeof metricRule> & { readonly name: string };

export function metricRulesOf(deployment: Deployment): MetricRule[] {
  return created(deployment, "Microsoft.Insights/metricAlerts").map(({ name, body }) => ({
    ...metricRule.parse(body["properties"]),
    name,
  }));
}

const workbook = z.object({
  fallbackResourceIds: z.array(z.string()),
  items: z.array(
    z.object({ type: z.number(), name: z.string(), content: z.record(z.string(), z.unknown()) }),
  ),
});

export function workbookOf(deployment: Deployment): z.infer<typeof workbook> {
  const [found] = created(deployment, "Microsoft.Insights/workbooks");
  const data = valueAt(found?.body, "properties.serializedData");
  if (typeof data !== "string") throw new Error("The workbook has no text.");
  return workbook.parse(JSON.parse(data));
}
