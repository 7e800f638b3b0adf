/** How events come: each hub has a system topic, whose subscription brings what we want to know to our queue. */
import { describe, expect, it } from "vitest";
import {
  ENVIRONMENTS,
  FULL,
  LEAST,
  NEW_TOPIC_HUB,
  OLD_TOPIC,
  OLD_TOPIC_HUB,
  TRIAL,
} from "./azd/environments.ts";
import { SUBSCRIPTION as SUBSCRIPTION_ID } from "./template/place.ts";
import { created, provision, TEMPLATES, theOnly, valueAt } from "./templates.ts";
import { Resource } from "./template/resource.ts";
import { isList, Module } from "./template/values.ts";
import type { Deployment } from "./template/values.ts";

const TOPIC = "Microsoft.EventGrid/systemTopics";
const SUBSCRIPTION = `${TOPIC}/eventSubscriptions`;

const CONNECTION_AND_LIFE = ["DeviceConnected", "DeviceDisconnected", "DeviceCreated", "DeviceDeleted"];
const eventTypes = (names: readonly string[]) => names.map((name) => `Microsoft.Devices.${name}`);

const topicsOf = (deployment: Deployment) =>
  created(deployment, TOPIC).map(({ body }) => valueAt(body, "properties.source"));
const subscribedOf = (deployment: Deployment) =>
  created(deployment, SUBSCRIPTION).map(({ parent }) => parent?.id);

describe.each(Object.entries(ENVIRONMENTS))("in the environment %s", (_name, env) => {
  const deployment = provision(env);
  const storage = theOnly(deployment, "Microsoft.Storage/storageAccounts");
  const subscriptions = created(deployment, SUBSCRIPTION);

  it("each subscription delivers CloudEvents to our queue, and what it cannot to our container, as its topic", () => {
    const names = env === FULL ? [...CONNECTION_AND_LIFE, "DeviceTelemetry"] : CONNECTION_AND_LIFE;
    for (const { name, body } of subscriptions) {
      expect(name).toBe("linewatch-prod");
      expect(body["properties"]).toEqual({
        eventDeliverySchema: "CloudEventSchemaV1_0",
        deliveryWithResourceIdentity: {
          identity: { type: "SystemAssigned" },
          destination: {
            endpointType: "StorageQueue",
            properties: { resourceId: storage.id, queueName: "events", queueMessageTimeToLiveInSeconds: -1 },
          },
        },
        deadLetterWithResourceIdentity: {
          identity: { type: "SystemAssigned" },
          deadLetterDestination: {
            endpointType: "StorageBlob",
            properties: { resourceId: storage.id, blobContainerName: "dead-letters" },
          },
        },
        filter: { includedEventTypes: eventTypes(names) },
        retryPolicy: { eventTimeToLiveInMinutes: 1440, maxDeliveryAttempts: 30 },
      });
    }
  });

  it("each subscription waits for its topic's roles", () => {
    for (const { body } of subscriptions) {
      const waitsFor = isList(body["dependsOn"]) ? body["dependsOn"] : [];
      const found = waitsFor.flatMap((placed) =>
        placed instanceof Module ? placed.deployment.resources : placed,
      );
      const roles = found.filter(
        (placed) => placed instanceof Resource && placed.type.endsWith("/roleAssignments"),
      );
      expect(roles).toHaveLength(2);
    }
  });

  it("each topic in our subscription is watched", () => {
    const watched = created(deployment, "Microsoft.Insights/metricAlerts").map(({ body }) =>
      valueAt(body, "properties.scopes.0"),
    );
    const ours = subscriptions
      .flatMap(({ parent }) => parent?.id ?? [])
      .filter((id) => id.startsWith(`${SUBSCRIPTION_ID}/`));
    expect(new Set(watched)).toEqual(new Set(ours));
  });

  it("each topic has an identity of its own", () => {
    for (const { body } of created(deployment, TOPIC)) {
      expect(body).toMatchObject({
        identity: { type: "SystemAssigned" },
        properties: { topicType: "Microsoft.Devices.IoTHubs" },
      });
    }
  });
});

describe("a hub", () => {
  it("without a system topic gets one, in its own group and region", () => {
    const deployment = provision(LEAST);
    const topic = theOnly(deployment, TOPIC);
    expect(topicsOf(deployment)).toEqual([NEW_TOPIC_HUB]);
    expect(topic.scope).toBe(NEW_TOPIC_HUB.split("/providers/")[0]);
    expect(topic.body["location"]).toBe("westeurope");
    expect(subscribedOf(deployment)).toEqual([topic.id]);
  });

  it("with a system topic keeps it as it is", () => {
    const deployment = provision(FULL);
    expect(topicsOf(deployment)).not.toContain(OLD_TOPIC_HUB);
    expect(subscribedOf(deployment)).toContain(OLD_TOPIC);
    expect(subscribedOf(deployment)).toHaveLength(3);
    expect(new Set(subscribedOf(deployment)).size).toBe(3);
  });

  it("for a trial lies in our own group, with its topic, and is of the size asked for", () => {
    const deployment = provision(TRIAL);
    const hub = theOnly(deployment, "Microsoft.Devices/IotHubs");
    expect(hub.body["sku"]).toEqual({ name: "F1", capacity: 1 });
    expect(hub.scope).toBe(theOnly(deployment, "Microsoft.Resources/resourceGroups").id);
    expect(topicsOf(deployment)).toEqual([hub.id]);
    expect(subscribedOf(deployment)).toEqual([theOnly(deployment, TOPIC).id]);
    expect(theOnly(provision(FULL), "Microsoft.Devices/IotHubs").body["sku"]).toEqual({
      name: "S1",
      capacity: 1,
    });
  });

  it("that is not asked for does not come into being", () => {
    expect(created(provision(LEAST), "Microsoft.Devices/IotHubs")).toEqual([]);
  });

  it("whose events would go elsewhere is seen", () => {
    const file = created(provision(LEAST), SUBSCRIPTION)[0]?.at.file ?? "";
    const broken = provision(LEAST, TEMPLATES.broken(file, "queueName: 'events'", "queueName: 'event'"));
    const [subscription] = created(broken, SUBSCRIPTION);
    expect(
      valueAt(subscription?.body, "properties.deliveryWithResourceIdentity.destination.properties.queueName"),
    ).toBe("event");
  });
});
