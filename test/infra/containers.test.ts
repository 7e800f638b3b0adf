/** The database and its containers: names, keys, lifetimes and indexes as the code counts on them. */
import { describe, expect, it } from "vitest";
import { CONTAINER_INDEXES } from "../../functions/adapters/documents/containers.ts";
import { readConfig } from "../../functions/config.ts";
import { ENVIRONMENTS, FULL, LEAST } from "./azd/environments.ts";
import { created, provision, TEMPLATES, theOnly, valueAt } from "./templates.ts";
import type { Deployment, Value } from "./template/values.ts";

const ACCOUNT = "Microsoft.DocumentDB/databaseAccounts";
const DATABASE = `${ACCOUNT}/sqlDatabases`;
const CONTAINER = `${DATABASE}/containers`;

/** What the code counts on. Cosmos DB indexes `id` by itself and the partition key only if told to; the paths of what is indexed end with `/?`: a value and nothing below it. */
const expected = Object.entries(CONTAINER_INDEXES)
  .map(([name, fields]) => ({
    id: name,
    partitionKey: { paths: ["/pk"], kind: "Hash", version: 2 },
    defaultTtl: -1,
    indexingPolicy: {
      indexingMode: "consistent",
      automatic: true,
      includedPaths: ["pk", ...fields].map((field) => ({ path: `/${field}/?` })).toSorted(byPath),
      excludedPaths: [{ path: '/"_etag"/?' }, { path: "/*" }],
    },
  }))
  .toSorted(byId);

interface WithPath {
  readonly path: string;
}

function byPath(one: WithPath, other: WithPath): number {
  return one.path < other.path ? -1 : 1;
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}

function containersOf(deployment: Deployment): Value[] {
  return created(deployment, CONTAINER)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ body }) => valueAt(body, "properties.resource") ?? null);
}

/** Each container with its paths in order, which says nothing. */
function inOrder(containers: readonly Value[]): unknown {
  const sorted: unknown = JSON.parse(JSON.stringify(containers), (key, value: unknown) =>
    Array.isArray(value) && key.endsWith("Paths") ? value.toSorted(byPath) : value,
  );
  return sorted;
}

describe.each(Object.entries(ENVIRONMENTS))("in the environment %s, Cosmos DB", (_name, env) => {
  const deployment = provision(env);

  it("has the containers that the code reads and writes", () => {
    expect(inOrder(containersOf(deployment))).toEqual(expected);
  });

  it("has them in the database that the code opens", () => {
    const database = theOnly(deployment, DATABASE);
    const read = readConfig({
      COSMOS_ENDPOINT: "https://a.example",
      AzureWebJobsStorage__queueServiceUri: "https://a.example",
    });
    expect(read).toMatchObject({ config: { store: { database: database.name } } });
    expect(valueAt(database.body, "properties.resource.id")).toBe(database.name);
    expect(created(deployment, CONTAINER).filter(({ parent }) => parent?.id !== database.id)).toEqual([]);
    for (const { name, body } of created(deployment, CONTAINER))
      expect(valueAt(body, "properties.resource.id")).toBe(name);
  });

  it("is consistent across instances, writes in one region, and can be set back to any second of 7 days", () => {
    expect(theOnly(deployment, ACCOUNT).body["properties"]).toMatchObject({
      consistencyPolicy: { defaultConsistencyLevel: "Strong" },
      enableMultipleWriteLocations: false,
      locations: [{ locationName: "norwayeast" }],
      backupPolicy: { type: "Continuous", continuousModeProperties: { tier: "Continuous7Days" } },
      databaseAccountOfferType: "Standard",
    });
  });
});

describe("the capacity of Cosmos DB", () => {
  const capacityOf = (deployment: Deployment) => ({
    capabilities: valueAt(theOnly(deployment, ACCOUNT).body, "properties.capabilities") ?? [],
    ofDatabase: valueAt(theOnly(deployment, DATABASE).body, "properties.options") ?? {},
    ofContainers: created(deployment, CONTAINER).flatMap(({ body }) =>
      Object.keys(valueAt(body, "properties.options") ?? {}),
    ),
  });

  it("is serverless unless asked otherwise", () => {
    expect(capacityOf(provision(LEAST))).toEqual({
      capabilities: [{ name: "EnableServerless" }],
      ofDatabase: {},
      ofContainers: [],
    });
  });

  it("is shared by the database where it scales by itself", () => {
    expect(capacityOf(provision(FULL))).toEqual({
      capabilities: [],
      ofDatabase: { autoscaleSettings: { maxThroughput: 4000 } },
      ofContainers: [],
    });
  });
});

describe("a container", () => {
  const [{ at } = { at: { file: "" } }] = created(provision(LEAST), CONTAINER);

  it.each([
    ["without an index", "'openedKey'", "'opened'"],
    ["with another partition key", "'/pk'", "'/id'"],
    ["whose documents end", "defaultTtl: -1", "defaultTtl: 60"],
    ["with a key of the first version", "version: 2", "version: 1"],
  ])("%s is seen", (_name, from, to) => {
    const broken = provision(LEAST, TEMPLATES.broken(at.file, from, to));
    expect(inOrder(containersOf(broken))).not.toEqual(expected);
  });
});
