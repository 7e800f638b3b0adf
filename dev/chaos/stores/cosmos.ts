/** The Cosmos DB adapter's store: an emulator in a process of its own, with a proxy in front of it that fails. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { CosmosClient } from "@azure/cosmos";
import * as z from "zod";

import { startProcess } from "../running/process.ts";
import type { ChaosStore, StoreOptions } from "./store.ts";

const EMULATOR = fileURLToPath(new URL("cosmos-emulator.ts", import.meta.url));

const lineSchema = z.object({
  proxy: z.url(),
  emulator: z.url(),
  key: z.string(),
  database: z.string(),
});
const faultsSchema = z.record(z.string(), z.number());

export async function makeCosmosStore({ rate, seed, folder }: StoreOptions): Promise<ChaosStore> {
  const emulator = startProcess({
    script: EMULATOR,
    args: [String(rate), String(seed)],
    env: {},
    preload: [],
    log: join(folder, "emulator.log"),
  });
  const line = await emulator.line;
  if (line === undefined) throw new Error("The Cosmos DB emulator did not start.");
  const addresses = lineSchema.parse(JSON.parse(line));
  const { proxy, key, database } = addresses;
  const client = new CosmosClient({
    endpoint: addresses.emulator,
    key,
    connectionPolicy: { enableEndpointDiscovery: false, enableBackgroundEndpointRefreshing: false },
  });
  return {
    name: "cosmos",
    surroundings: () => ({
      env: { COSMOS_ENDPOINT: proxy, COSMOS_KEY: key, COSMOS_DATABASE: database },
      preload: [],
    }),
    spare: async () => {
      const answer: unknown = await (await fetch(`${proxy}/chaos`, { method: "DELETE" })).json();
      return new Map(Object.entries(faultsSchema.parse(answer)));
    },
    unfinished: () => unfinishedIn(client, database),
    stop: async () => {
      client.dispose();
      await emulator.stop();
    },
  };
}

const WORK = [
  ["a connection owes something", "connections", "IS_DEFINED(c.owedSince)"],
  ["a deadline is not executed", "connections", "IS_DEFINED(c.deadline)"],
  ["a delivery is not settled", "incidents", "IS_DEFINED(c.attemptAt)"],
  [
    "an incident is not finished",
    "incidents",
    'IS_DEFINED(c.dueAt) AND (c.state != "open" OR IS_DEFINED(c.owed))',
  ],
  [
    "an incident is neither announced nor over",
    "incidents",
    'IS_DEFINED(c.dueAt) AND c.state = "open" AND NOT IS_DEFINED(c.announcedAt)',
  ],
] as const;

async function unfinishedIn(client: CosmosClient, database: string): Promise<string[]> {
  const found: string[] = [];
  for (const [words, container, condition] of WORK) {
    const query = `SELECT c.id FROM c WHERE ${condition}`;
    const items = client.database(database).container(container).items;
    const { resources } = await items.query(query).fetchAll();
    if (resources.length > 0) found.push(`${words} (${resources.length})`);
  }
  return found;
}
