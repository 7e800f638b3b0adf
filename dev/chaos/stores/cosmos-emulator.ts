/** A process of its own: an emulator of Cosmos DB, and the proxy in front of it. Arguments: the rate of faults, and a seed. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Server } from "node:net";

import { CosmosClient } from "@azure/cosmos";
import { createHttpServer } from "@vercel/cosmosdb-server";

import { CONTAINER_NAMES } from "../../../functions/adapters/documents/containers.ts";
import { untilStopped } from "../../until-stopped.ts";
import { makeCosmosProxy } from "./cosmos-proxy.ts";

const DATABASE = "linewatch";
/** Any base64 will do. */
const KEY = "ZW11bGF0b3I=";

const stopped = untilStopped();
const [rate = "0", seed = "0"] = process.argv.slice(2);
const emulator = await urlOf(createHttpServer({ keepAlive: true }));
await makeDatabase(emulator);
const proxy = await urlOf(makeCosmosProxy({ target: emulator, rate: Number(rate), seed: Number(seed) }));
console.log(JSON.stringify({ proxy, emulator, key: KEY, database: DATABASE }));
await stopped;
process.exit();

async function urlOf(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${portOf(server.address())}`;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("it does not listen on a port");
  return address.port;
}

async function makeDatabase(endpoint: string): Promise<void> {
  const client = new CosmosClient({
    endpoint,
    key: KEY,
    connectionPolicy: { enableEndpointDiscovery: false },
  });
  const { database } = await client.databases.create({ id: DATABASE });
  for (const id of CONTAINER_NAMES) {
    await database.containers.create({ id, partitionKey: { paths: ["/pk"] }, defaultTtl: -1 });
  }
  client.dispose();
}
