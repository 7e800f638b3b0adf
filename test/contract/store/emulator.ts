/** An in-process emulator of Cosmos DB with the containers that the template makes in Azure. */
import type { AddressInfo } from "node:net";
import { CosmosClient } from "@azure/cosmos";
import { createHttpServer } from "@vercel/cosmosdb-server";
import { CONTAINER_NAMES } from "../../../functions/adapters/documents/containers.ts";

export interface CosmosEmulator {
  readonly endpoint: string;
  readonly key: string;
  /** Makes an empty database, and says its name. */
  makeDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Any base64 will do. */
const KEY = "ZW11bGF0b3I=";

export async function startCosmosEmulator(): Promise<CosmosEmulator> {
  const server = createHttpServer({ keepAlive: true });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${portOf(server.address())}`;
  const client = new CosmosClient({
    endpoint,
    key: KEY,
    connectionPolicy: { enableEndpointDiscovery: false },
  });
  let databases = 0;
  return {
    endpoint,
    key: KEY,
    async makeDatabase() {
      const { database } = await client.databases.create({ id: `linewatch-${databases++}` });
      for (const id of CONTAINER_NAMES) {
        await database.containers.create({ id, partitionKey: { paths: ["/pk"] }, defaultTtl: -1 });
      }
      return database.id;
    },
    async stop() {
      client.dispose();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string")
    throw new Error("the emulator does not listen on a port");
  return address.port;
}
