/**
 * The stories' calls as HTTP requests of `@azure/cosmos`: told once more on the Cosmos adapter, against an emulator in
 * this process. The SDK asks for a query's plan beside every query, needed or not. The emulator answers a query over
 * partitions at once; the real gateway refuses one that sorts, and the SDK then follows the plan, with a request for
 * each physical partition.
 */
import type { IncomingMessage } from "node:http";

import { CosmosClient } from "@azure/cosmos";
import { createHttpServer } from "@vercel/cosmosdb-server";

import { makeCosmosEngine } from "../../functions/adapters/cosmos/cosmos-store.ts";
import { CONTAINER_NAMES } from "../../functions/adapters/documents/containers.ts";
import { CANNED_KEY } from "../canned/start-canned-azure.ts";
import { portOf } from "../port.ts";
import { countingEngine } from "./counting-engine.ts";
import { tellStories } from "./stories.ts";

const DATABASE = "linewatch";

interface Requests {
  /** Of items, queries among them. */
  items: number;
  plans: number;
  /** What the SDK asks about a container before its first item or query. */
  others: number;
}

/** One sentence. Throws when a call of the store is not exactly one request beside the plans. */
export async function requestsText(receivers: number): Promise<string> {
  const requests: Requests = { items: 0, plans: 0, others: 0 };
  const server = createHttpServer({ keepAlive: true });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${portOf(server)}`;
  await createContainers(endpoint);
  server.on("request", (request: IncomingMessage) => note(requests, request));
  const engine = await makeCosmosEngine({ endpoint, database: DATABASE, auth: { key: CANNED_KEY } });
  let calls = 0;
  await tellStories(
    countingEngine(engine, () => void (calls += 1)),
    0,
    receivers,
  );
  await engine.close();
  server.closeAllConnections();
  server.close();
  const { items, plans, others } = requests;
  if (items !== calls) throw new Error(`${calls} calls of the store made ${items} requests`);
  return (
    `All stories together, on the Cosmos adapter: ${calls} calls are ${items} requests, and ${plans} more for plans of ` +
    `queries; ${others} once a process, about containers.`
  );
}

async function createContainers(endpoint: string): Promise<void> {
  const client = new CosmosClient({
    endpoint,
    key: CANNED_KEY,
    connectionPolicy: { enableEndpointDiscovery: false },
  });
  const { database } = await client.databases.create({ id: DATABASE });
  for (const id of CONTAINER_NAMES) {
    await database.containers.create({ id, partitionKey: { paths: ["/pk"] }, defaultTtl: -1 });
  }
  client.dispose();
}

function note(requests: Requests, { url = "", headers }: IncomingMessage): void {
  if (headers["x-ms-cosmos-is-query-plan-request"] !== undefined) requests.plans += 1;
  else if (url.includes("/docs")) requests.items += 1;
  else requests.others += 1;
}
