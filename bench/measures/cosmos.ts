/**
 * What an event costs the client on Cosmos DB: CPU of the whole process, against reading and replacing the same item
 * with the bare SDK. A loopback server in a process of its own gives both the same canned answers, so every event
 * finds the identity online with twelve blips behind it, disconnects it, and stores that. Sixteen are in work at once,
 * as by the host, for both.
 *
 * In it: reader, decision, document, adapter, SDK, sockets. Not in it: the deadline's message, Entra ID's tokens.
 */
import { CosmosClient } from "@azure/cosmos";
import type { Item } from "@azure/cosmos";

import { makeCosmosStore } from "../../functions/adapters/cosmos/cosmos-store.ts";
import { readEvents } from "../../functions/adapters/event-grid/read-events.ts";
import { receiveEvents } from "../../functions/application/receive-events.ts";
import { deviceKey } from "../../functions/domain/identity.ts";
import { SECOND_MS } from "../../functions/domain/time.ts";
import { blipEvent } from "../blips.ts";
import { CANNED_KEY, startCannedAzure } from "../canned/start-canned-azure.ts";
import type { CannedAzure } from "../canned/start-canned-azure.ts";
import { processMicros } from "../cpu.ts";
import { deviceName, eventBody, HUB } from "../events.ts";
import { makeDeps } from "../product.ts";
import { comparisonRow } from "../report.ts";
import type { Report } from "../report.ts";
import { inTurns } from "../rounds.ts";
import { sampleDocument } from "../sample-document.ts";

const DEVICE = deviceName(7);
const KNOWN_EVENTS = 25;
const DATABASE = "linewatch";
const BATCH = 16;
const EVENTS_A_ROUND = 25 * BATCH;

export async function measureCosmos(): Promise<Report> {
  const document = await sampleDocument(DEVICE, KNOWN_EVENTS);
  const azure = await startCannedAzure(document);
  const product = await makeProduct(azure.cosmosEndpoint);
  const floor = makeFloor(azure.cosmosEndpoint);
  const compared = await inTurns({
    product: () => microsPerEvent(azure, product.handle),
    floor: () => microsPerEvent(azure, floor.handle),
    rounds: 15,
    warmUp: 20,
  });
  await product.close();
  floor.close();
  await azure.stop();
  const format = (micros: number): string => `${Math.round(micros)} µs/event`;
  const measure = "client CPU on Cosmos DB, canned answers";
  return {
    rows: [comparisonRow(compared, { measure, format, goal: { atMost: 1.25 } })],
    notes: [
      `cosmos: a document of ${JSON.stringify(document).length} characters, ${BATCH} events at once as the host has them.`,
    ],
  };
}

/** Throws when an event was anything else than a read and a replace. */
async function microsPerEvent(azure: CannedAzure, handle: () => Promise<unknown>): Promise<number> {
  const before = await azure.requests();
  const micros = await processMicros(async () => {
    for (let count = 0; count < EVENTS_A_ROUND; count += BATCH) {
      await Promise.all(Array.from({ length: BATCH }, handle));
    }
  });
  const made = (await azure.requests()) - before;
  if (made !== 2 * EVENTS_A_ROUND) throw new Error(`${EVENTS_A_ROUND} events made ${made} requests`);
  return micros / EVENTS_A_ROUND;
}

async function makeProduct(endpoint: string) {
  const store = await makeCosmosStore({ endpoint, database: DATABASE, auth: { key: CANNED_KEY } });
  const event = blipEvent(DEVICE, KNOWN_EVENTS + 1);
  const now = event.at + SECOND_MS;
  const deps = makeDeps({ store, clock: { now: () => now, pause: async () => {} } });
  const body = eventBody(event);
  return { handle: () => receiveEvents(deps, readEvents, body), close: () => store.close() };
}

/** Without discovery, as in the product: it would only add to the floor. */
function makeFloor(endpoint: string) {
  const client = new CosmosClient({
    endpoint,
    key: CANNED_KEY,
    connectionPolicy: { enableEndpointDiscovery: false, enableBackgroundEndpointRefreshing: false },
  });
  const key = deviceKey({ hub: HUB, deviceId: DEVICE });
  const item = client.database(DATABASE).container("connections").item(key, key);
  return { handle: () => readAndReplace(item), close: () => client.dispose() };
}

async function readAndReplace(item: Item): Promise<void> {
  const { resource, etag } = await item.read<Record<string, unknown>>();
  if (resource === undefined) throw new Error("the canned server has no item");
  const next = { ...resource, state: "suspect" };
  await item.replace(next, { accessCondition: { type: "IfMatch", condition: etag } });
}
